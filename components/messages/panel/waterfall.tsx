'use client'
import { useNow } from '@/components/shell/use-now.ts'
import { Glyph, STATE_WORDS, StateMark } from '@/components/ui/state.tsx'
import { useTimes } from '@/components/ui/time.tsx'
import type { Attempt, MessageDelivery } from '@/lib/api.ts'
import { clock, duration, type TimeZone } from '@/lib/format.ts'
import { subscriberId } from '../grid/subscribers.ts'
import { barsOf, type Scale, scaleOf, type Try, tickOf } from './timeline.ts'

interface WaterfallProps {
  publishedAt: number
  deliveries: readonly MessageDelivery[]
  who: string | null
  onWho: (who: string) => void
}

/** A bar per try on one clock. Where no time is known there is no bar, only the state. */
export function Waterfall({ publishedAt, deliveries, who, onWho }: WaterfallProps) {
  const now = useNow() ?? 0
  const { zone } = useTimes()
  const tracks = deliveries.map((delivery) => ({ delivery, tries: delivery.attempts.map(tryOf) }))
  const scale = scaleOf(
    publishedAt,
    tracks.flatMap((track) => track.tries),
    now,
  )
  const timed = tracks.some((track) => track.tries.length > 0)
  return (
    <div className="wf">
      {timed && <Axis scale={scale} begin={clock(scale.from, zone)} end={clock(scale.to, zone)} />}
      {tracks.map(({ delivery, tries }) => {
        const id = subscriberId(delivery.delivery, delivery.name)
        return (
          <button key={id} type="button" className="wfrow" aria-pressed={id === who} onClick={() => onWho(id)}>
            <span className={id === who ? 'n cur ellipsis' : 'n ellipsis'}>{delivery.name}</span>
            <Track delivery={delivery} tries={tries} scale={scale} now={now} />
            <span className="r">
              <StateMark state={delivery.state}>{outcomeWord(delivery)}</StateMark>
            </span>
            <span className="sr">{triesWords(delivery, zone)}</span>
          </button>
        )
      })}
    </div>
  )
}

/** Lengths of time; the times of day at its two ends stand in the title. */
function Axis({ scale, begin, end }: { scale: Scale; begin: string; end: string }) {
  const span = scale.to - scale.from
  const tick = tickOf(scale)
  return (
    <>
      <span />
      <span className="ax" aria-hidden="true" title={`${begin} to ${end}`}>
        <span style={{ left: 0 }}>0</span>
        {tick !== null && <span style={{ left: `${(tick / span) * 100}%` }}>{duration(tick)}</span>}
        {scale.now !== null && (
          <span className="nowword" style={{ left: `${scale.now}%` }}>
            now
          </span>
        )}
        {(scale.now === null || scale.now < 70) && (
          <span className="end" style={{ left: '100%' }}>
            {duration(span)}
          </span>
        )}
      </span>
      <span />
    </>
  )
}

interface TrackProps {
  delivery: MessageDelivery
  tries: readonly Try[]
  scale: Scale
  now: number
}

function Track({ delivery, tries, scale, now }: TrackProps) {
  const realtime = delivery.delivery === 'realtime'
  return (
    <span className={realtime ? 'trk rt' : 'trk'}>
      {realtime && <Glyph state={delivery.state} />}
      {!realtime &&
        barsOf(tries, scale, now).map((bar) => (
          <i
            key={`${bar.kind} ${bar.left}`}
            className={`bar ${bar.kind}`}
            style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
          />
        ))}
      {scale.now !== null && <i className="now" style={{ left: `${scale.now}%` }} />}
    </span>
  )
}

function tryOf(attempt: Attempt): Try {
  const time = (text: string | null) => (text === null ? null : Date.parse(text))
  return {
    at: Date.parse(attempt.at),
    endedAt: time(attempt.endedAt),
    outcome: attempt.outcome,
    retryAt: time(attempt.retryAt),
  }
}

/** `acked 84 ms`: how long the try took that succeeded, where it is known. */
function outcomeWord(delivery: MessageDelivery): string {
  const last = delivery.attempts.at(-1)
  const word = STATE_WORDS[delivery.state]
  if (delivery.state !== 'acked' || last === undefined || last.endedAt === null) return word
  return `${word} ${duration(Date.parse(last.endedAt) - Date.parse(last.at))}`
}

/** "attempt 1 at 12:04:10 for 1.2 s, nacked": what the bars say to the eye. */
function triesWords(delivery: MessageDelivery, zone: TimeZone): string {
  return delivery.attempts
    .map(({ attempt, at, endedAt, outcome }) => {
      const took = endedAt === null ? '' : ` for ${duration(Date.parse(endedAt) - Date.parse(at))}`
      return `attempt ${attempt} at ${clock(at, zone)}${took}, ${OUTCOMES[outcome]}`
    })
    .join('; ')
}

const OUTCOMES: Readonly<Record<Attempt['outcome'], string>> = {
  inFlight: 'in flight',
  acked: 'acked',
  nacked: 'nacked',
  deadline: 'no ack in time',
  disconnected: 'given back, its consumer went away',
}

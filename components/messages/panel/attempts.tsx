'use client'
import { useNow } from '@/components/shell/use-now.ts'
import { Glyph, type StateName } from '@/components/ui/state.tsx'
import { Time } from '@/components/ui/time.tsx'
import type { Attempt, MessageDelivery } from '@/lib/api.ts'
import { duration } from '@/lib/format.ts'

const SHAPES: Readonly<Record<Attempt['outcome'], StateName>> = {
  inFlight: 'inFlight',
  acked: 'acked',
  nacked: 'dead',
  deadline: 'dead',
  disconnected: 'pending',
}

/** What of a delivery its attempts need: a dead letter has as much. */
type Tried = Pick<MessageDelivery, 'attempts' | 'state' | 'retryAt' | 'name' | 'delivery'>

/** Every try of one delivery that is known, newest first, and the next one where its time is. */
export function Attempts({ delivery }: { delivery: Tried }) {
  const { attempts, state, retryAt, name } = delivery
  const last = attempts.at(-1)
  return (
    <section aria-label={`Attempts of ${name}`}>
      <h3>Attempts of {name}</h3>
      {attempts.length === 0 && state !== 'retrying' && <p className="hint">{withoutAttempts(delivery)}</p>}
      <ul className="tries">
        {state === 'retrying' && retryAt !== null && <Next attempt={(last?.attempt ?? 0) + 1} at={retryAt} />}
        {attempts.toReversed().map((attempt) => (
          <li key={attempt.attempt}>
            <Glyph state={SHAPES[attempt.outcome]} />
            <Time at={attempt.at} className="mono" />
            <span>
              <b>Attempt {attempt.attempt}</b> {attempt.consumer}
              {outcome(attempt)}
            </span>
            <span className="muted">{attempt.endedAt !== null && took(attempt.at, attempt.endedAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Next({ attempt, at }: { attempt: number; at: string }) {
  const left = Date.parse(at) - (useNow() ?? 0)
  return (
    <li>
      <Glyph state="retrying" />
      <Time at={at} className="mono" />
      <span>
        <b>Attempt {attempt}</b> {left > 0 ? `due in ${duration(Math.ceil(left / 1_000) * 1_000)}` : 'due now'}
      </span>
      <span />
    </li>
  )
}

/** Quotes are for a reason that somebody else wrote. */
function outcome(attempt: Attempt): string {
  if (attempt.outcome === 'acked') return ' acked it'
  if (attempt.outcome === 'inFlight') return ' has it'
  if (attempt.outcome === 'disconnected') return ' went away, it was given back'
  if (attempt.outcome === 'deadline') return ' did not ack in time'
  return attempt.reason === null ? ' nacked it' : `: “${attempt.reason}”`
}

function withoutAttempts(delivery: Tried): string {
  if (delivery.delivery === 'realtime') return 'Real time sends once and asks for no acknowledgement.'
  if (delivery.state === 'pending' || delivery.state === 'scheduled') return 'Not tried yet.'
  return 'The times of its attempts are no longer known.'
}

const took = (at: string, endedAt: string) => duration(Date.parse(endedAt) - Date.parse(at))

import { Way } from '@/components/ui/badge.tsx'
import { Glyph, type StateName } from '@/components/ui/state.tsx'

/** Messages of the picture; the subscriber is away for those from `AWAY_FROM` to `AWAY_TO`. */
const MESSAGES = 12
const AWAY_FROM = 5
const AWAY_TO = 10

type Look = { readonly look: string; readonly shape: StateName; readonly word: string }

const LANES = {
  realtime: {
    rule: 'rule-rt',
    says: 'Away means missed',
    here: { look: 'delivered', shape: 'delivered', word: 'delivered' },
    away: { look: 'missed', shape: 'missed', word: 'missed' },
    run: 'missed',
    words: '6 missed while away',
  },
  queued: {
    rule: 'rule-qd',
    says: 'Away means it waits',
    here: { look: 'acked', shape: 'delivered', word: 'acked' },
    away: { look: 'caught', shape: 'acked', word: 'waited, then acked' },
    run: 'caught',
    words: '6 waited, all arrived in order',
  },
} as const satisfies Record<string, { here: Look; away: Look; run: string; words: string; says: string; rule: string }>

/** The Lab's own picture after a subscriber was unplugged and came back: the same messages in both lanes. */
export function Lanes() {
  return (
    <div className="lanes">
      <Lane delivery="realtime" />
      <Lane delivery="queued" />
    </div>
  )
}

function Lane({ delivery }: { delivery: 'queued' | 'realtime' }) {
  const { rule, says, here, away, run, words } = LANES[delivery]
  const gridColumn = `${AWAY_FROM} / ${AWAY_TO + 1}`
  return (
    <div className={`card lane ${rule}`}>
      <p>
        <Way delivery={delivery} /> <span className="muted">{says}</span>
      </p>
      <ol className="tiles" aria-label={`tablet, ${delivery === 'queued' ? 'queued' : 'real time'}`}>
        {Array.from({ length: MESSAGES }, (_, index) => index + 1).map((number) => {
          const { look, shape, word } = number >= AWAY_FROM && number <= AWAY_TO ? away : here
          return (
            <li key={number} className={`tile ${look}`} style={{ gridColumn: number }}>
              {number}
              <Glyph state={shape} />
              <span className="sr">{word}</span>
            </li>
          )
        })}
        <li className={`brk ${run}`} style={{ gridColumn }} aria-hidden="true" />
        <li className={`brkt ${run}`} style={{ gridColumn }}>
          {words}
        </li>
      </ol>
    </div>
  )
}

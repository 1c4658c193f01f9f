import { Icon } from '@/components/ui/icon.tsx'
import { Glyph } from '@/components/ui/state.tsx'
import type { LaneCounts } from '@/lib/scenario/lab/counts.ts'
import type { Lane } from '../model/tiles.ts'
import type { Verdict } from '../model/words.ts'

const HEADS = {
  realtime: { id: 'lane-realtime', title: 'Real time', rule: 'Away means missed' },
  queued: { id: 'lane-queued', title: 'Queued', rule: 'Away means it waits' },
} as const

/** A lane's verdict: the one number to compare, why, and the figures below it. */
export function LaneHead({ lane, verdict, counts }: { lane: Lane; verdict: Verdict; counts: LaneCounts }) {
  const { id, title, rule } = HEADS[lane]
  const bad = verdict.missed > 0
  return (
    <section className={`lane ${lane === 'realtime' ? 'rt' : 'qd'} head`} aria-labelledby={id}>
      <div className="ttl">
        <Icon name={lane} />
        <h2 id={id}>{title}</h2>
        <span className="muted">{rule}</span>
      </div>
      <div className="verdict">
        <div className={bad ? 'big no' : 'big yes'}>
          <Glyph state={bad ? 'missed' : 'acked'} />
          <span>
            {verdict.missed} <small>missed</small>
          </span>
        </div>
        <p>
          <b>{verdict.headline}</b>
          {verdict.detail}
        </p>
      </div>
      <Counts lane={lane} counts={counts} />
    </section>
  )
}

function Counts({ lane, counts }: { lane: Lane; counts: LaneCounts }) {
  const queued = lane === 'queued'
  return (
    <dl className="cnt">
      <div>
        <dt>Received</dt>
        <dd>
          {counts.received} <small>{`of ${counts.due}`}</small>
        </dd>
      </div>
      <div>
        <dt>Missed</dt>
        <dd className={counts.missed > 0 ? 'text-dead' : undefined}>{counts.missed}</dd>
      </div>
      <div className={queued ? undefined : 'na'}>
        <dt>Waiting</dt>
        <dd>{queued ? counts.waiting : 'never waits'}</dd>
      </div>
      <div className={queued ? undefined : 'na'}>
        <dt>Caught up</dt>
        <dd className={counts.caughtUp > 0 ? 'text-done' : undefined}>
          {queued ? counts.caughtUp : 'never'}
          {queued && counts.caughtUp > 0 && <small>{` of ${counts.waited}`}</small>}
        </dd>
      </div>
    </dl>
  )
}

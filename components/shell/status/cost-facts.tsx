'use client'
import type { Cost } from '@/lib/feed.ts'
import { perSecond } from '@/lib/format.ts'
import { useFeed } from '../feed/provider.tsx'
import { useNow } from '../use-now.ts'
import { healthWords, kilobytes, share } from './health-words.ts'

const NOTHING: Cost = { bytesPerSecond: 0, queriesPerSecond: 0, cpuShare: 0 }

export function CostTable({ cost }: { cost: Cost | null }) {
  const now = cost ?? NOTHING
  return (
    <dl className="facts">
      <dt>Sent to it</dt>
      <dd>
        <b>{kilobytes(now)}</b>
        <span className="hint">Totals each second, and what changed, at most twice a second.</span>
      </dd>
      <dt>Asked by it</dt>
      <dd>
        <b>{`${perSecond(now.queriesPerSecond)} queries/s`}</b>
        <span className="hint">What this page shows, when the broker says that it changed.</span>
      </dd>
      <dt>CPU</dt>
      <dd>
        <b>{`${share(now)} of one`}</b>
        <span className="hint">
          The broker's own time for both. Waiting for Postgres is none, and what several tabs share counts for the
          first.
        </span>
      </dd>
    </dl>
  )
}

export function Health() {
  const now = useNow()
  const totals = useFeed((feed) => feed.totals)
  const lastSeen = useFeed((feed) => (feed.brokenAt === null ? null : feed.seenAt))
  return (
    <section className="health" aria-label="Health">
      <h3>Health</h3>
      <ul>
        {healthWords(totals, lastSeen, now).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <a className="link" href="/api/health">
        Health as the API says it
      </a>
    </section>
  )
}

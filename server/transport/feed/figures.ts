import type { Cost, Totals } from '../../../lib/feed.ts'
import type { Cost as Spent } from '../../cost.ts'
import type { TransportDeps } from '../deps.ts'
import { isoTime } from '../encode.ts'

/** Figures of the whole broker for the overview and the status bar. */
export function totalsOf({ broker, storage }: TransportDeps): Totals {
  const { queued, realtime, connections } = broker.totals()
  return {
    at: new Date().toISOString(),
    broker: { status: broker.status, since: isoTime(broker.startedAt) },
    queued: { ...queued },
    realtime: { ...realtime },
    connections,
    storage: { ...storage() },
  }
}

/** What a tab cost per second, over the time since the last answer. */
export function costOf(spent: Spent, elapsedMs: number): Cost {
  const seconds = Math.max(elapsedMs, 1) / 1_000
  return {
    bytesPerSecond: Math.round(spent.bytes / seconds),
    queriesPerSecond: Math.round((spent.queries / seconds) * 10) / 10,
    cpuShare: Math.round((spent.cpuMs / Math.max(elapsedMs, 1)) * 10_000) / 10_000,
  }
}

import { type Cost, STORAGE_SLOW_MS, type Totals } from '../../../lib/feed.ts'
import type { Cost as Spent } from '../../cost.ts'
import type { StorageFigures, TransportDeps } from '../deps.ts'
import { isoTime } from '../encode.ts'

/** Figures of the whole broker for the overview and the status bar. */
export function totalsOf({ broker, storage }: Pick<TransportDeps, 'broker' | 'storage'>): Totals {
  const { queued, realtime, connections } = broker.totals()
  return {
    at: new Date().toISOString(),
    broker: { status: broker.status, since: isoTime(broker.startedAt) },
    queued: { ...queued },
    realtime: { ...realtime },
    connections,
    storage: storageOf(broker.storageAwayAt, storage()),
  }
}

function storageOf(awayAt: number | null, figures: StorageFigures): Totals['storage'] {
  const { slowSince, ...rest } = figures
  if (awayAt !== null) return { state: 'away', since: isoTime(awayAt), ...rest }
  if ((figures.commitP99Ms ?? 0) <= STORAGE_SLOW_MS) return { state: 'ok', since: null, ...rest }
  return { state: 'slow', since: slowSince === null ? null : isoTime(slowSince), ...rest }
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

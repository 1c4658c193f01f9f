import { statfsSync } from 'node:fs'
import { STORAGE_SLOW_MS } from '../lib/feed.ts'
import type { CommitTimes } from './store/commit/times.ts'
import type { StoreReader } from './store/queries/types.ts'
import type { StorageFigures } from './transport/deps.ts'

/** The size of the log is a query: people who watch need it no fresher than this. */
const freshMs = 5_000

/**
 * Figures of the storage, answered at once from what was last known; asking is what makes them fresh again, so that
 * nobody watching costs nothing. `dataDir`: the disk of an embedded Postgres, `null` for a database elsewhere.
 */
export function createFigures(
  reader: Pick<StoreReader, 'storageFigures'>,
  commitTimes: CommitTimes,
  dataDir: string | null,
): () => StorageFigures {
  let logBytes: number | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  let slowSince: number | null = null
  return () => {
    if (performance.now() - askedAt > freshMs) {
      askedAt = performance.now()
      // A database that is away leaves the figures as they were; health tells of it.
      reader.storageFigures().then(
        (figures) => {
          logBytes = figures.logBytes
        },
        () => undefined,
      )
    }
    const commitP99Ms = commitTimes.quantile(0.99)
    slowSince = (commitP99Ms ?? 0) > STORAGE_SLOW_MS ? (slowSince ?? Date.now()) : null
    return { commitP99Ms, slowSince, logBytes, ...diskOf(dataDir) }
  }
}

function diskOf(dataDir: string | null): { diskFreeBytes: number | null; diskBytes: number | null } {
  if (dataDir === null) return { diskFreeBytes: null, diskBytes: null }
  const { bsize, bavail, blocks } = statfsSync(dataDir)
  return { diskFreeBytes: bavail * bsize, diskBytes: blocks * bsize }
}

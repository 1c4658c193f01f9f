import { statfs } from 'node:fs/promises'
import type { PrismaClient } from '../../../prisma/generated/client.ts'
import type { CommitTimes } from '../commit/times.ts'
import type { StorageFigures } from './types.ts'

/** Sizes from the database's own books: no table is read. */
export async function storageFigures(
  prisma: PrismaClient,
  commitTimes: CommitTimes,
  dataDir: string | null,
): Promise<StorageFigures> {
  const [log] = await prisma.$queryRaw<{ bytes: number; segments: number }[]>`
    SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0)::float8 AS bytes, count(*)::int AS segments
    FROM pg_inherits WHERE inhparent = 'message'::regclass`
  return {
    logBytes: log?.bytes ?? 0,
    segments: log?.segments ?? 0,
    commitP50Ms: commitTimes.quantile(0.5),
    commitP99Ms: commitTimes.quantile(0.99),
    diskFreeBytes: dataDir === null ? null : await freeBytes(dataDir),
  }
}

async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory)
  return bavail * bsize
}

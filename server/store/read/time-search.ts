import type { PrismaClient } from '../../../prisma/generated/client.ts'
import type { Span } from '../segments/catalogue.ts'

interface Found {
  readonly seq: number
  readonly at: number
}

/** Seqs are dense: the first row at or after one is near it. */
const nearby = 1_000

/**
 * First seq of a queue published at or after `time` within a table (one segment, or the whole log), or `null`. The broker's clock never goes back
 * within a queue, so halving finds it: some 22 probes of the key for four million messages, and no index on time.
 */
export async function searchTime(
  prisma: PrismaClient,
  table: string,
  queueId: number,
  range: Span,
  time: number,
): Promise<number | null> {
  let best: number | null = null
  let [low, high] = [range.first, range.last]
  while (low <= high) {
    const middle = Math.floor((low + high) / 2)
    const found = await firstFrom(prisma, table, queueId, middle, range.last)
    if (found === null || found.at >= time) {
      best = found?.seq ?? best
      high = middle - 1
    } else {
      low = found.seq + 1
    }
  }
  return best
}

async function firstFrom(
  prisma: PrismaClient,
  table: string,
  queueId: number,
  from: number,
  last: number,
): Promise<Found | null> {
  for (let to = Math.min(last, from + nearby); ; to = last) {
    const rows = await prisma.$queryRawUnsafe<Found[]>(
      `SELECT seq::float8 AS seq, round(date_part('epoch', published_at) * 1000) AS at FROM ${table} m
       WHERE queue_id = $1::text::int AND seq >= $2::text::bigint AND seq <= $3::text::bigint AND ord = 0
       ORDER BY m.seq LIMIT 1`,
      ...[queueId, from, to].map(String),
    )
    if (rows[0] !== undefined || to >= last) return rows[0] ?? null
  }
}

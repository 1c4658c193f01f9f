import type { PrismaClient } from '../../../prisma/generated/client.ts'
import type { StoredRate } from './types.ts'

/** Oldest first, and the last one before `from`: what waited then waits until the next. */
export function listRates(prisma: PrismaClient, queueId: number, from: number): Promise<StoredRate[]> {
  return prisma.$queryRaw<StoredRate[]>`
    SELECT queue_id AS "queueId", minutes::int, round(date_part('epoch', at) * 1000) AS at,
           published::float8, published_realtime::float8 AS "publishedRealtime", delivered::float8,
           delivered_realtime::float8 AS "deliveredRealtime", acked::float8, missed::float8, waiting::float8
    FROM rate WHERE queue_id = ${queueId} AND at >= coalesce(
      (SELECT max(at) FROM rate WHERE queue_id = ${queueId} AND at < to_timestamp(${from}::float8 / 1000)),
      to_timestamp(${from}::float8 / 1000))
    ORDER BY rate.at, minutes DESC`
}

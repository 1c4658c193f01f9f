import type { PrismaClient } from '../../../prisma/generated/client.ts'
import type { Snapshot } from '../../broker/ports.ts'
import { type Segment, segmentTable } from '../segments/catalogue.ts'

type RecentId = Snapshot['recentIds'][number]

/** 16 MiB of the log at a time. */
const pagesPerRead = 2_048
const pageBytes = 8_192
const mostIds = 4_000_000

/**
 * Ids published as queued since `since`, oldest first. A log is written in the order of time, so its newest rows lie at
 * the end of the file: it is read backwards by pages, without an index, until a stretch has none that is young enough.
 */
export async function readRecentIds(
  prisma: PrismaClient,
  segments: readonly Segment[],
  since: number,
): Promise<RecentId[]> {
  const stretches: RecentId[][] = []
  let count = 0
  for (const segment of segments.toReversed()) {
    for (let end = await pagesOf(prisma, segment); end > 0 && count < mostIds; end -= pagesPerRead) {
      const stretch = await readStretch(prisma, segment, Math.max(0, end - pagesPerRead), end, since)
      if (stretch.length === 0) break
      stretches.push(stretch)
      count += stretch.length
    }
  }
  return stretches.flat().sort((a, b) => a.at - b.at || a.seq - b.seq)
}

async function pagesOf(prisma: PrismaClient, segment: Segment): Promise<number> {
  const rows = await prisma.$queryRawUnsafe<{ bytes: number }[]>(
    `SELECT pg_relation_size('${segmentTable(segment.id)}')::float8 AS bytes`,
  )
  return Math.ceil((rows[0]?.bytes ?? 0) / pageBytes)
}

async function readStretch(prisma: PrismaClient, segment: Segment, from: number, to: number, since: number) {
  return prisma.$queryRawUnsafe<RecentId[]>(
    `SELECT queue_id AS "queueId", id, seq::float8 AS seq, round(date_part('epoch', published_at) * 1000) AS at
     FROM ${segmentTable(segment.id)}
     WHERE ctid >= '(${from},0)'::tid AND ctid < '(${to},0)'::tid
       AND ord = 0 AND only_for IS NULL AND published_at >= to_timestamp($1::text::float8 / 1000)`,
    String(since),
  )
}

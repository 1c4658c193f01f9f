import type { Prisma } from '../../../prisma/generated/client.ts'
import { plainColumn } from '../commit/literals.ts'
import { type Segment, segmentTable } from '../segments/catalogue.ts'

/** What the end of the log says about a queue. */
export interface Tail {
  readonly queueId: number
  readonly first: number
  readonly last: number
  /** Of the oldest and the newest message. */
  readonly firstAt: number
  readonly lastAt: number
}

/**
 * Two index probes per queue: the ends of what an unsealed segment holds. Real-time rows count: they carry the seq of a
 * queued one, so the ends are right or generous.
 */
export async function readTails(tx: Prisma.TransactionClient, segment: Segment): Promise<Tail[]> {
  const leaf = segmentTable(segment.id)
  return tx.$queryRawUnsafe<Tail[]>(`
    SELECT q.id AS "queueId", low.seq::float8 AS first, high.seq::float8 AS last,
           round(date_part('epoch', low.published_at) * 1000) AS "firstAt",
           round(date_part('epoch', high.published_at) * 1000) AS "lastAt"
    FROM queue q
    CROSS JOIN LATERAL (SELECT seq, published_at FROM ${leaf} m WHERE m.queue_id = q.id
                        ORDER BY seq, ord LIMIT 1) low
    CROSS JOIN LATERAL (SELECT seq, published_at FROM ${leaf} m WHERE m.queue_id = q.id
                        ORDER BY seq DESC, ord DESC LIMIT 1) high`)
}

export async function sizeOf(tx: Prisma.TransactionClient, segment: Segment): Promise<number> {
  const rows = await tx.$queryRawUnsafe<{ bytes: number }[]>(
    `SELECT pg_total_relation_size('${segmentTable(segment.id)}')::float8 AS bytes`,
  )
  return rows[0]?.bytes ?? 0
}

export interface LastOrd {
  readonly queueId: number
  readonly ord: number
}

/** `ord` of the newest real-time message after each queue's last seq. */
export async function readLastOrds(
  tx: Prisma.TransactionClient,
  ends: readonly (readonly [queueId: number, lastSeq: number])[],
): Promise<LastOrd[]> {
  return tx.$queryRawUnsafe<LastOrd[]>(
    `SELECT e.queue_id AS "queueId", m.ord
     FROM unnest($1::text::int[], $2::text::bigint[]) AS e (queue_id, last_seq)
     CROSS JOIN LATERAL (SELECT ord FROM message m WHERE m.queue_id = e.queue_id AND m.seq = e.last_seq
                         ORDER BY ord DESC LIMIT 1) m`,
    plainColumn(ends, ([queueId]) => queueId),
    plainColumn(ends, ([, lastSeq]) => lastSeq),
  )
}

/** Of messages of one queue and line (their event, or `@` and the subscription that they are for alone). */
export interface TailTotal {
  readonly queueId: number
  readonly line: string
  readonly total: number
  readonly bytes: number
}

/**
 * Messages that came after the totals were saved: at most 50 for each row that saving would have written. OFFSET 0 keeps
 * the planner from reading the list of queues once for each message: 10,000 queues took 5 s.
 */
export async function countTail(
  tx: Prisma.TransactionClient,
  saved: readonly (readonly [queueId: number, throughSeq: number])[],
): Promise<TailTotal[]> {
  return tx.$queryRawUnsafe<TailTotal[]>(
    `SELECT e.queue_id AS "queueId", coalesce('@' || m.only_for, m.event) AS line,
            count(*)::float8 AS total, sum(m.bytes)::float8 AS bytes
     FROM unnest($1::text::int[], $2::text::bigint[]) AS e (queue_id, through_seq)
     CROSS JOIN LATERAL (SELECT event, only_for, bytes FROM message m
                         WHERE m.queue_id = e.queue_id AND m.seq > e.through_seq AND m.ord = 0 OFFSET 0) m
     GROUP BY e.queue_id, coalesce('@' || m.only_for, m.event)`,
    plainColumn(saved, ([queueId]) => queueId),
    plainColumn(saved, ([, throughSeq]) => throughSeq),
  )
}

/** Bytes of each queue's messages in one segment: reads it whole. */
export async function sumBytes(
  tx: Prisma.TransactionClient,
  segment: Segment,
): Promise<{ queueId: number; bytes: number }[]> {
  return tx.$queryRawUnsafe(
    `SELECT queue_id AS "queueId", sum(bytes)::float8 AS bytes FROM ${segmentTable(segment.id)}
     WHERE ord = 0 GROUP BY queue_id`,
  )
}

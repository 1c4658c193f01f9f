import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import { plainColumn, textColumn } from '../commit/literals.ts'
import { searchTime } from '../read/time-search.ts'
import type { Span } from '../segments/catalogue.ts'
import { type StoredRow, storedColumns, storedMessage } from './rows.ts'
import type { MessageFilter, MessagesPage, MessagesRequest } from './types.ts'

/** So few seqs are looked up one by one; more are a condition on rows that are read in order. */
const mostProbes = 2_000

/**
 * One page of a queue's messages, real-time ones in their places between the queued. Read along the key of the log from
 * the cursor on, so that the first pages of millions cost what the first pages of ten do.
 */
export async function listMessages(prisma: PrismaClient, request: MessagesRequest): Promise<MessagesPage> {
  const { queueId, queue, filter, order, limit, after } = request
  const bounds = await timeBounds(prisma, queueId, filter)
  if (bounds === 'nothing') return { items: [], next: null }
  const conditions = [
    Prisma.sql`queue_id = ${queueId}`,
    ...placeConditions(filter),
    ...bounds,
    ...contentConditions(filter),
  ]
  if (after) conditions.push(beyond(after, order))
  const direction = Prisma.raw(order)
  const rows = await prisma.$queryRaw<StoredRow[]>`
    SELECT ${storedColumns} FROM message WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY message.seq ${direction}, ord ${direction} LIMIT ${limit + 1}`
  const items = rows.slice(0, limit).map((row) => storedMessage(queue, row))
  return { items, next: rows.length > limit ? (items.at(-1)?.position ?? null) : null }
}

function beyond({ seq, ord }: { seq: number; ord: number }, order: 'asc' | 'desc'): Prisma.Sql {
  return order === 'asc' ? Prisma.sql`(seq, ord) > (${seq}, ${ord})` : Prisma.sql`(seq, ord) < (${seq}, ${ord})`
}

function placeConditions({ delivery, fromSeq, toSeq, seqs, seqRanges }: MessageFilter): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = []
  // Seqs are those of queued messages; real-time ones only stand beside them.
  if (delivery === 'queued' || seqs || seqRanges) conditions.push(Prisma.sql`ord = 0`)
  if (delivery === 'realtime') conditions.push(Prisma.sql`ord > 0`)
  if (fromSeq !== undefined) conditions.push(Prisma.sql`seq >= ${fromSeq}`)
  if (toSeq !== undefined) conditions.push(Prisma.sql`seq <= ${toSeq}`)
  if (seqs) conditions.push(anySeq(seqs))
  if (seqRanges) conditions.push(...rangeConditions(seqRanges))
  return conditions
}

function anySeq(seqs: readonly number[]): Prisma.Sql {
  return Prisma.sql`seq = ANY (${plainColumn(seqs, (seq) => seq)}::text::bigint[])`
}

function rangeConditions(ranges: readonly (readonly [number, number])[]): Prisma.Sql[] {
  const count = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0)
  if (count <= mostProbes) return [anySeq(ranges.flatMap(([from, to]) => sequence(from, to)))]
  const low = ranges.reduce((least, [from]) => Math.min(least, from), Number.MAX_SAFE_INTEGER)
  const high = ranges.reduce((most, [, to]) => Math.max(most, to), 0)
  const within = Prisma.sql`seq BETWEEN ${low} AND ${high}`
  if (ranges.length === 1) return [within]
  const froms = plainColumn(ranges, ([from]) => from)
  const tos = plainColumn(ranges, ([, to]) => to)
  const inOne = Prisma.sql`EXISTS (
    SELECT 1 FROM unnest(${froms}::text::bigint[], ${tos}::text::bigint[]) AS r (low, high)
    WHERE message.seq BETWEEN r.low AND r.high)`
  return [within, inOne]
}

function sequence(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}

function contentConditions({ events, since, until, id, key, text }: MessageFilter): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = []
  if (events) conditions.push(Prisma.sql`event = ANY (${textColumn(events, (event) => event)}::text::text[])`)
  if (since !== undefined) conditions.push(Prisma.sql`published_at >= to_timestamp(${since}::float8 / 1000)`)
  if (until !== undefined) conditions.push(Prisma.sql`published_at <= to_timestamp(${until}::float8 / 1000)`)
  if (id !== undefined) conditions.push(Prisma.sql`id = ${id}`)
  if (key !== undefined) conditions.push(Prisma.sql`key = ${key}`)
  if (text !== undefined) conditions.push(containing(text))
  return conditions
}

/** Anywhere in the payload, upper and lower case alike. */
export function containing(text: string): Prisma.Sql {
  return Prisma.sql`payload ILIKE ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`
}

/** Times as seqs, so that a span of last week is found without reading what came after it. */
async function timeBounds(
  prisma: PrismaClient,
  queueId: number,
  { since, until }: MessageFilter,
): Promise<Prisma.Sql[] | 'nothing'> {
  if (since === undefined && until === undefined) return []
  const range = await queueRange(prisma, queueId)
  if (range === null) return 'nothing'
  const conditions: Prisma.Sql[] = []
  if (since !== undefined) {
    const found = await searchTime(prisma, 'message', queueId, range, since)
    // A real-time message stands at the seq of the queued one before it.
    conditions.push(Prisma.sql`seq >= ${(found ?? range.last + 1) - 1}`)
  }
  if (until !== undefined) {
    const found = await searchTime(prisma, 'message', queueId, range, until + 1)
    if (found !== null) conditions.push(Prisma.sql`seq < ${found}`)
  }
  return conditions
}

async function queueRange(prisma: PrismaClient, queueId: number): Promise<Span | null> {
  const rows = await prisma.$queryRaw<{ first: number | null; last: number | null }[]>`
    SELECT min(seq)::float8 AS first, max(seq)::float8 AS last FROM message WHERE queue_id = ${queueId}`
  const { first, last } = rows[0] ?? { first: null, last: null }
  return first === null || last === null ? null : { first, last }
}

import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import { plainColumn, textColumn } from '../commit/literals.ts'
import { scanById } from './by-id.ts'
import { holding } from './payload-terms.ts'
import { type Conditions, scan } from './scan.ts'
import { timeBounds } from './time-bounds.ts'
import type { MessageFilter, MessagesPage, MessagesRequest } from './types.ts'

/** So few seqs are looked up one by one; more are a condition on rows that are read in order. */
const mostProbes = 2_000

/**
 * One page of a queue's messages, real-time ones in their places between the queued. Read along the key of the log from
 * the cursor on, so that the first pages of millions cost what the first pages of ten do.
 */
export async function listMessages(prisma: PrismaClient, request: MessagesRequest): Promise<MessagesPage> {
  const { queueId, filter, order, after } = request
  const bounds = await timeBounds(prisma, queueId, filter)
  if (bounds === null) return { items: [], next: null, scanned: 0, reached: null }
  const { place, content } = conditionsOf(filter)
  const conditions = {
    place: [Prisma.sql`queue_id = ${queueId}`, ...bounds, ...place, ...(after ? [beyond(after, order)] : [])],
    content,
  }
  return filter.id === undefined ? scan(prisma, request, conditions) : scanById(prisma, request, conditions)
}

/** The seq alone as well: beside another bound of it, the index would be entered there and read up to the pair. */
function beyond({ seq, ord }: { seq: number; ord: number }, order: 'asc' | 'desc'): Prisma.Sql {
  return order === 'asc'
    ? Prisma.sql`seq >= ${seq} AND (seq, ord) > (${seq}, ${ord})`
    : Prisma.sql`seq <= ${seq} AND (seq, ord) < (${seq}, ${ord})`
}

function conditionsOf(filter: MessageFilter): Conditions {
  const { fromSeq, toSeq, seqs, seqRanges } = filter
  const place: Prisma.Sql[] = []
  const content = contentConditions(filter)
  if (fromSeq !== undefined) place.push(Prisma.sql`seq >= ${fromSeq}`)
  if (toSeq !== undefined) place.push(Prisma.sql`seq <= ${toSeq}`)
  if (seqs) place.push(anySeq(seqs), Prisma.sql`ord = 0`)
  if (!seqRanges) return { place, content }
  const ranges = rangeConditions(seqRanges)
  return { place: [...place, ...ranges.place], content: [...ranges.content, ...content] }
}

function anySeq(seqs: readonly number[]): Prisma.Sql {
  return Prisma.sql`seq = ANY (${plainColumn(seqs, (seq) => seq)}::text::bigint[])`
}

/** Seqs are those of queued messages; real-time ones only stand beside them. */
function rangeConditions(ranges: readonly (readonly [number, number])[]): Conditions {
  const queued = Prisma.sql`ord = 0`
  const count = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0)
  if (count <= mostProbes)
    return { place: [anySeq(ranges.flatMap(([from, to]) => sequence(from, to))), queued], content: [] }
  const low = ranges.reduce((least, [from]) => Math.min(least, from), Number.MAX_SAFE_INTEGER)
  const high = ranges.reduce((most, [, to]) => Math.max(most, to), 0)
  const place = [Prisma.sql`seq BETWEEN ${low} AND ${high}`]
  if (ranges.length === 1) return { place, content: [queued] }
  const froms = plainColumn(ranges, ([from]) => from)
  const tos = plainColumn(ranges, ([, to]) => to)
  const inOne = Prisma.sql`EXISTS (
    SELECT 1 FROM unnest(${froms}::text::bigint[], ${tos}::text::bigint[]) AS r (low, high)
    WHERE seq BETWEEN r.low AND r.high)`
  return { place, content: [queued, inOne] }
}

function sequence(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}

/** What costs least comes first. */
function contentConditions(filter: MessageFilter): Prisma.Sql[] {
  const { delivery, events, expires, since, until, id, key, text, payload } = filter
  const conditions: Prisma.Sql[] = []
  if (delivery !== undefined) conditions.push(delivery === 'queued' ? Prisma.sql`ord = 0` : Prisma.sql`ord > 0`)
  if (expires) conditions.push(Prisma.sql`expires_at IS NOT NULL`)
  if (events) conditions.push(Prisma.sql`event = ANY (${textColumn(events, (event) => event)}::text::text[])`)
  if (since !== undefined) conditions.push(Prisma.sql`published_at >= to_timestamp(${since}::float8 / 1000)`)
  if (until !== undefined) conditions.push(Prisma.sql`published_at <= to_timestamp(${until}::float8 / 1000)`)
  if (id !== undefined) conditions.push(Prisma.sql`id = ${id}`)
  if (key !== undefined) conditions.push(Prisma.sql`key = ${key}`)
  if (text !== undefined) conditions.push(containing(text))
  return [...conditions, ...(payload ?? []).map(holding)]
}

/** Anywhere in the payload, upper and lower case alike. */
export function containing(text: string): Prisma.Sql {
  return Prisma.sql`payload ILIKE ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`
}

import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import { type StoredRow, storedColumns, storedMessage } from './rows.ts'
import { type Conditions, scan } from './scan.ts'
import type { MessagesPage, MessagesRequest, StoredMessage } from './types.ts'

/** More messages than this of one id are not told apart from each other by their id. */
const mostOfOneId = 1_000

/**
 * One page of the messages of an id. Sealed segments have an index for it; the open one is looked through, and what the
 * index has found beyond the point reached there waits for its page.
 */
export async function scanById(
  prisma: PrismaClient,
  request: MessagesRequest,
  { place, content }: Conditions,
): Promise<MessagesPage> {
  const { indexed, others } = await segmentsOf(prisma)
  const [found, looked] = await Promise.all([
    findIn(prisma, request, { place: [...place, within(indexed)], content }),
    scan(prisma, request, { place: [...place, within(others)], content }),
  ])
  const sign = request.order === 'asc' ? 1 : -1
  const compare = (a: StoredMessage['position'], b: StoredMessage['position']) =>
    sign * (a.seq - b.seq || a.ord - b.ord)
  const { next } = looked
  const near = next === null ? found : found.filter(({ position }) => compare(position, next) <= 0)
  const items = [...near, ...looked.items].sort((a, b) => compare(a.position, b.position))
  if (items.length <= request.limit) return { ...looked, items, scanned: looked.scanned + near.length }
  const page = items.slice(0, request.limit)
  return { ...looked, items: page, next: page.at(-1)?.position ?? null }
}

/** As numbers in the text: the planner leaves the other segments out, which it does not for what it is told later. */
const within = (segments: readonly number[]): Prisma.Sql =>
  segments.length === 0 ? Prisma.sql`false` : Prisma.raw(`segment IN (${segments.join(', ')})`)

/** The index is made after a segment is sealed, or not at all where the broker was killed then. */
async function segmentsOf(prisma: PrismaClient): Promise<{ indexed: number[]; others: number[] }> {
  const rows = await prisma.$queryRaw<{ id: number; indexed: boolean }[]>`
    SELECT id, to_regclass('holdline_segment.segment_' || id || '_by_id') IS NOT NULL AS indexed FROM segment`
  const idsOf = (indexed: boolean) => rows.filter((row) => row.indexed === indexed).map(({ id }) => id)
  return { indexed: idsOf(true), others: idsOf(false) }
}

/** Without an order the planner takes each segment's index on ids; few rows share one, so they are sorted afterwards. */
async function findIn(
  prisma: PrismaClient,
  { queue }: MessagesRequest,
  { place, content }: Conditions,
): Promise<StoredMessage[]> {
  const conditions = Prisma.join([...place, ...content], ' AND ')
  const rows = await prisma.$queryRaw<StoredRow[]>`
    SELECT ${storedColumns} FROM message WHERE ${conditions} LIMIT ${mostOfOneId}`
  return rows.map((row) => storedMessage(queue, row))
}

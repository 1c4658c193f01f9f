import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import { searchTime } from '../read/time-search.ts'
import type { Span } from '../segments/catalogue.ts'
import type { MessageFilter } from './types.ts'

/** Times as seqs, so that a span of last week is found without reading what came after it. `null`: there is nothing. */
export async function timeBounds(
  prisma: PrismaClient,
  queueId: number,
  { since, until }: MessageFilter,
): Promise<Prisma.Sql[] | null> {
  if (since === undefined && until === undefined) return []
  const range = await queueRange(prisma, queueId)
  if (range === null) return null
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

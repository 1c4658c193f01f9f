import type { PrismaClient } from '../../../prisma/generated/client.ts'
import { type StoredRow, storedColumns, storedMessage } from './rows.ts'
import type { StoredMessage } from './types.ts'

/** One queued message, or `null` where the log has none (any more). */
export async function messageBySeq(
  prisma: PrismaClient,
  queueId: number,
  queue: string,
  seq: number,
): Promise<StoredMessage | null> {
  const rows = await prisma.$queryRaw<StoredRow[]>`
    SELECT ${storedColumns} FROM message WHERE queue_id = ${queueId} AND message.seq = ${seq} AND ord = 0 LIMIT 1`
  return rows[0] ? storedMessage(queue, rows[0]) : null
}

/** Messages of one id, newest first. Sealed segments have an index for it; the open one is read through. */
export async function messagesById(
  prisma: PrismaClient,
  queueId: number,
  queue: string,
  id: string,
  limit: number,
): Promise<StoredMessage[]> {
  // Without an order the planner takes each segment's index on ids; few rows share one, so they are sorted here.
  const rows = await prisma.$queryRaw<StoredRow[]>`
    SELECT ${storedColumns} FROM message WHERE queue_id = ${queueId} AND id = ${id} LIMIT 1000`
  const newestFirst = rows.toSorted((a, b) => b.seq - a.seq || b.ord - a.ord)
  return newestFirst.slice(0, limit).map((row) => storedMessage(queue, row))
}

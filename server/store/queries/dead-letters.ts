import type { DeadLetter as DeadLetterRow, Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { Attempt, DeadLetter } from '../../broker/model.ts'
import { parseHeaders } from '../read/page.ts'
import type { DeadLetterFilter, DeadLetterPosition, DeadLettersPage } from './types.ts'

/** Dead letters of any subscription among these seqs of a queue. */
export async function deadLettersOf(
  prisma: PrismaClient,
  queueId: number,
  seqs: readonly number[],
): Promise<DeadLetter[]> {
  const where = { queueId, seq: { in: [...seqs] } }
  const rows = await prisma.deadLetter.findMany({ where, orderBy: [{ seq: 'asc' }, { subscription: 'asc' }] })
  return rows.map(deadLetter)
}

/** Newest first, by keys that never change. */
export async function listDeadLetters(
  prisma: PrismaClient,
  filter: DeadLetterFilter,
  limit: number,
  after: DeadLetterPosition | null,
): Promise<DeadLettersPage> {
  const rows = await prisma.deadLetter.findMany({
    where: { AND: [conditions(filter), after ? beyond(after) : {}] },
    orderBy: [{ deadAt: 'desc' }, { subscriptionId: 'desc' }, { seq: 'desc' }],
    take: limit + 1,
  })
  const page = rows.slice(0, limit)
  return { items: page.map(deadLetter), next: rows.length > limit ? positionOf(page.at(-1)) : null }
}

function conditions({ queueId, subscriptionId, event, reason, since, until }: DeadLetterFilter) {
  return {
    ...(queueId !== undefined && { queueId }),
    ...(subscriptionId !== undefined && { subscriptionId }),
    ...(event !== undefined && { event }),
    ...(reason !== undefined && { reason }),
    deadAt: {
      ...(since !== undefined && { gte: new Date(since) }),
      ...(until !== undefined && { lte: new Date(until) }),
    },
  } satisfies Prisma.DeadLetterWhereInput
}

function beyond({ deadAt, subscriptionId, seq }: DeadLetterPosition): Prisma.DeadLetterWhereInput {
  const at = new Date(deadAt)
  return {
    deadAt: { lte: at },
    OR: [{ deadAt: { lt: at } }, { subscriptionId: { lt: subscriptionId } }, { subscriptionId, seq: { lt: seq } }],
  }
}

function positionOf(row: DeadLetterRow | undefined): DeadLetterPosition | null {
  return row ? { deadAt: row.deadAt.getTime(), subscriptionId: row.subscriptionId, seq: Number(row.seq) } : null
}

function deadLetter(row: DeadLetterRow): DeadLetter {
  const { queue, subscription, reason } = row
  const seq = Number(row.seq)
  const message = {
    id: row.id,
    seq,
    queue,
    event: row.event,
    payload: row.payload,
    key: row.key,
    headers: parseHeaders(row.headers),
    publishedAt: row.publishedAt.getTime(),
    expiresAt: row.expiresAt?.getTime() ?? null,
    bytes: row.bytes,
    publisher: row.publisher,
    only: row.only,
  }
  return {
    queue,
    subscription,
    seq,
    message,
    reason,
    attempts: parseAttempts(row.attempts),
    deadAt: row.deadAt.getTime(),
  }
}

/** Written by this store from `Attempt`s: what comes out is what went in. */
function parseAttempts(text: string): readonly Attempt[] {
  return JSON.parse(text) as Attempt[]
}

import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Snapshot } from '../../broker/ports.ts'

type Tx = Prisma.TransactionClient

/** How many delayed messages wait in each queue, and when the first is due. */
export async function loadSchedule(tx: Tx): Promise<Snapshot['scheduled']> {
  const counts = await tx.scheduled.groupBy({ by: ['queueId'], _count: true })
  const { _min } = await tx.scheduled.aggregate({ _min: { dueAt: true } })
  return {
    counts: new Map(counts.map(({ queueId, _count }) => [queueId, _count])),
    nextDueAt: _min.dueAt?.getTime() ?? null,
  }
}

/** Delayed ids that dedupe still needs. */
export async function loadRecentScheduled(tx: Tx, since: number): Promise<Snapshot['recentScheduled']> {
  const rows = await tx.scheduled.findMany({
    where: { publishedAt: { gte: new Date(since) } },
    select: { queueId: true, id: true, dueAt: true, publishedAt: true },
    orderBy: [{ publishedAt: 'asc' }, { place: 'asc' }],
  })
  return rows.map(({ queueId, id, dueAt, publishedAt }) => ({
    queueId,
    id,
    dueAt: dueAt.getTime(),
    at: publishedAt.getTime(),
  }))
}

/** When the newest of them was published; 0 where there is none. */
export async function lastScheduledAt(tx: Tx): Promise<number> {
  const { _max } = await tx.scheduled.aggregate({ _max: { publishedAt: true } })
  return _max.publishedAt?.getTime() ?? 0
}

import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Minute } from '../../broker/model.ts'

const keptMs = 15 * 60_000

/** Of the last 15 minutes: those before stay where they are. */
export async function loadMinutes(tx: Prisma.TransactionClient, now: number): Promise<Minute[]> {
  const rows = await tx.rate.findMany({
    where: { minutes: 1, at: { gt: new Date(now - keptMs) } },
    orderBy: [{ at: 'asc' }, { queueId: 'asc' }],
  })
  return rows.map(({ minutes: _, at, ...row }) => ({
    queueId: row.queueId,
    at: at.getTime(),
    published: Number(row.published),
    publishedRealtime: Number(row.publishedRealtime),
    delivered: Number(row.delivered),
    deliveredRealtime: Number(row.deliveredRealtime),
    acked: Number(row.acked),
    missed: Number(row.missed),
    waiting: Number(row.waiting),
  }))
}

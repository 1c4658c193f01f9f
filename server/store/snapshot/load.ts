import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { Snapshot, SubscriptionRecord } from '../../broker/ports.ts'
import type { Catalogue } from '../segments/catalogue.ts'
import { bytesOf, type Lines } from '../totals.ts'
import { addTail, type LoadedLines, loadLines, totalsOf } from './lines.ts'
import { loadMinutes } from './minutes.ts'
import { lastActivityAt, loadPeople } from './people.ts'
import { readRecentIds } from './recent-ids.ts'
import { largestId, presenceRecord, queueRecord, stateRecord, subscriptionRecord } from './records.ts'
import { lastScheduledAt, loadRecentScheduled, loadSchedule } from './schedule.ts'
import { loadSegments, measureUnsealed } from './segments.ts'
import { readLastOrds } from './tail.ts'

const presenceKeptMs = 24 * 3_600_000
const dedupeMs = 5 * 60_000
const limits = { maxWait: 10_000, timeout: 300_000 }

/** The snapshot, and by queue what was published, which the store counts on. */
export interface Loaded {
  readonly snapshot: Snapshot
  readonly published: LoadedLines
}

/**
 * Reads the whole snapshot, and fills the catalogue with the segments on the way. `aliveAt`: the last owner's last sign
 * of life, epoch ms.
 */
export async function loadSnapshot(
  prisma: PrismaClient,
  catalogue: Catalogue,
  now: number,
  aliveAt: number,
): Promise<Loaded> {
  const { published, ...rows } = await prisma.$transaction((tx) => loadRows(tx, catalogue, now), limits)
  const since = Math.max(now, rows.newestAt) - dedupeMs
  const recent = await readRecentIds(prisma, catalogue.all(), since)
  const live = new Set(rows.queues.map((queue) => queue.id))
  const snapshot = {
    ...rows,
    recentIds: recent.filter(({ queueId }) => live.has(queueId)),
    recentScheduled: await loadRecentScheduled(prisma, since),
    lastAliveAt: Math.max(aliveAt, rows.newestAt),
  }
  return { snapshot, published }
}

async function loadRows(tx: Prisma.TransactionClient, catalogue: Catalogue, now: number) {
  // The planner knows nothing of a fresh segment and would sort it whole where one probe of its key does.
  for (const way of ['sort', 'bitmapscan', 'seqscan', 'hashjoin']) {
    await tx.$executeRawUnsafe(`SET LOCAL enable_${way} = off`)
  }
  await loadSegments(tx, catalogue)
  const queues = await loadQueues(tx, catalogue)
  const states = (await tx.subscriptionState.findMany()).map(stateRecord)
  const presence = await loadPresence(tx, now, new Map(queues.records.map((queue) => [queue.id, queue.name])))
  const subscriptions = (await tx.subscription.findMany({ orderBy: { id: 'asc' } })).map(subscriptionRecord)
  const ends = presence.map((row) => row.presence.toAt ?? row.presence.fromAt)
  const times = [
    ...states.map((state) => state.updatedAt),
    ...ends,
    ...queues.records.map((queue) => queue.createdAt),
    ...catalogue.all().map((segment) => segment.lastAt),
    await lastActivityAt(tx),
    await lastScheduledAt(tx),
  ]
  return {
    queues: queues.records,
    published: queues.published,
    lastQueueId: queues.lastId,
    lastSubscriptionId: await lastSubscriptionId(tx, subscriptions),
    subscriptions,
    states,
    presence,
    scheduled: await loadSchedule(tx),
    minutes: await loadMinutes(tx, now),
    ...(await loadPeople(tx, now)),
    newestAt: times.reduce((a, b) => Math.max(a, b), 0),
  }
}

/** Dead letters outlive their subscription, and must not come under another's id. */
async function lastSubscriptionId(
  tx: Prisma.TransactionClient,
  subscriptions: readonly SubscriptionRecord[],
): Promise<number> {
  const { _max } = await tx.deletedSubscription.aggregate({ _max: { id: true } })
  return Math.max(_max.id ?? 0, subscriptions.at(-1)?.id ?? 0)
}

async function loadQueues(tx: Prisma.TransactionClient, catalogue: Catalogue) {
  const rows = await tx.queue.findMany({ orderBy: { id: 'asc' } })
  const loaded = await loadLines(tx)
  const ends = rows.map(({ id, lastSeq }): [number, number] => [id, lastSeqOf(id, Number(lastSeq), loaded, catalogue)])
  await addTail(
    tx,
    loaded,
    ends.map(([id]) => id),
  )
  const linesOf = (id: number): Lines => loaded.lines.get(id) ?? new Map()
  await measureUnsealed(tx, catalogue, (id) => bytesOf(linesOf(id)))
  const ords = new Map((await readLastOrds(tx, ends)).map(({ queueId, ord }) => [queueId, ord]))
  const records = rows.map((row, index) => {
    const lastSeq = ends[index]?.[1] ?? 0
    const kept = Number(row.lastSeq) === lastSeq ? row.lastOrd : 0
    const lastOrd = Math.max(ords.get(row.id) ?? 0, kept)
    const lines = linesOf(row.id)
    return queueRecord(row, { lastSeq, lastOrd, totals: totalsOf(lines), bytes: bytesOf(lines) })
  })
  return { records, published: loaded, lastId: largestId(rows, await tx.deletedQueue.findMany()) }
}

function lastSeqOf(id: number, kept: number, { through }: LoadedLines, catalogue: Catalogue): number {
  const inLog = catalogue.all().map((segment) => segment.ranges.get(id)?.last ?? 0)
  return Math.max(kept, through.get(id) ?? 0, ...inLog)
}

async function loadPresence(tx: Prisma.TransactionClient, now: number, names: ReadonlyMap<number, string>) {
  const since = new Date(now - presenceKeptMs)
  const rows = await tx.presence.findMany({
    where: { OR: [{ toAt: null }, { toAt: { gte: since } }] },
    orderBy: [{ fromAt: 'asc' }, { fromSeq: 'asc' }, { fromOrd: 'asc' }],
  })
  return rows.map((row) => ({ queueId: row.queueId, presence: presenceRecord(row, names.get(row.queueId) ?? '') }))
}

import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { Snapshot, SubscriptionRecord } from '../../broker/ports.ts'
import { type Catalogue, emptySegment, type Segment } from '../segments/catalogue.ts'
import { readRecentIds } from './recent-ids.ts'
import { largestId, presenceRecord, queueRecord, stateRecord, subscriptionRecord } from './records.ts'
import { countTail, readLastOrds, readTails, sizeOf } from './tail.ts'

const presenceKeptMs = 24 * 3_600_000
const dedupeMs = 5 * 60_000
const limits = { maxWait: 10_000, timeout: 300_000 }

/** Reads the whole snapshot, and fills the catalogue with the segments on the way. */
export async function loadSnapshot(prisma: PrismaClient, catalogue: Catalogue, now: number): Promise<Snapshot> {
  const rows = await prisma.$transaction((tx) => loadRows(tx, catalogue, now), limits)
  const recent = await readRecentIds(prisma, catalogue.all(), Math.max(now, rows.newestAt) - dedupeMs)
  const live = new Set(rows.queues.map((queue) => queue.id))
  return { ...rows, recentIds: recent.filter(({ queueId }) => live.has(queueId)) }
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
  const times = [...states.map((state) => state.updatedAt), ...ends, ...queues.records.map((queue) => queue.createdAt)]
  return {
    queues: queues.records,
    lastQueueId: queues.lastId,
    lastSubscriptionId: await lastSubscriptionId(tx, subscriptions),
    subscriptions,
    states,
    presence,
    newestAt: [...times, ...catalogue.all().map((segment) => segment.lastAt)].reduce((a, b) => Math.max(a, b), 0),
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

async function loadSegments(tx: Prisma.TransactionClient, catalogue: Catalogue): Promise<void> {
  const rows = await tx.segment.findMany({ orderBy: { id: 'asc' } })
  const ranges = await tx.segmentRange.findMany()
  for (const row of rows) {
    const segment = emptySegment(row.id)
    segment.sealed = row.sealedAt !== null
    segment.lastAt = row.lastAt?.getTime() ?? 0
    if (!segment.sealed) await probe(tx, segment)
    catalogue.add(segment)
  }
  const byId = new Map(catalogue.all().map((segment) => [segment.id, segment]))
  for (const { segment, queueId, firstSeq, lastSeq } of ranges) {
    byId.get(segment)?.ranges.set(queueId, { first: Number(firstSeq), last: Number(lastSeq) })
  }
}

async function probe(tx: Prisma.TransactionClient, segment: Segment): Promise<void> {
  for (const { queueId, first, last, firstAt, lastAt } of await readTails(tx, segment)) {
    segment.ranges.set(queueId, { first, last })
    segment.firstAt = segment.firstAt === 0 ? firstAt : Math.min(segment.firstAt, firstAt)
    segment.lastAt = Math.max(segment.lastAt, lastAt)
  }
  // An empty one has its index's first page, which is none of the messages'.
  segment.bytes = segment.lastAt === 0 ? 0 : await sizeOf(tx, segment)
}

async function loadQueues(tx: Prisma.TransactionClient, catalogue: Catalogue) {
  const rows = await tx.queue.findMany({ orderBy: { id: 'asc' } })
  const totals = await loadTotals(tx)
  const ends = rows.map(({ id, lastSeq }): [number, number] => {
    const inLog = catalogue.all().map((segment) => segment.ranges.get(id)?.last ?? 0)
    return [id, Math.max(Number(lastSeq), totals.through.get(id) ?? 0, ...inLog)]
  })
  await addTail(
    tx,
    totals,
    ends.map(([id]) => id),
  )
  const ords = new Map((await readLastOrds(tx, ends)).map(({ queueId, ord }) => [queueId, ord]))
  const records = rows.map((row, index) => {
    const lastSeq = ends[index]?.[1] ?? 0
    const kept = Number(row.lastSeq) === lastSeq ? row.lastOrd : 0
    const lastOrd = Math.max(ords.get(row.id) ?? 0, kept)
    return queueRecord(row, { lastSeq, lastOrd, totals: totals.counts.get(row.id) ?? new Map() })
  })
  return { records, lastId: largestId(rows, await tx.deletedQueue.findMany()) }
}

interface LoadedTotals {
  readonly counts: Map<number, Map<string, number>>
  readonly through: Map<number, number>
}

async function loadTotals(tx: Prisma.TransactionClient): Promise<LoadedTotals> {
  const loaded: LoadedTotals = { counts: new Map(), through: new Map() }
  for (const { queueId, event, total, throughSeq } of await tx.eventTotal.findMany()) {
    add(loaded, queueId, event, Number(total))
    loaded.through.set(queueId, Math.max(loaded.through.get(queueId) ?? 0, Number(throughSeq)))
  }
  return loaded
}

/** Totals of one queue are saved together: what lies above the newest saving is in none of them. */
async function addTail(tx: Prisma.TransactionClient, loaded: LoadedTotals, queueIds: readonly number[]): Promise<void> {
  const saved = queueIds.map((id) => [id, loaded.through.get(id) ?? 0] as const)
  for (const { queueId, event, total } of await countTail(tx, saved)) add(loaded, queueId, event, total)
}

function add({ counts }: LoadedTotals, queueId: number, event: string, count: number): void {
  const events = counts.get(queueId) ?? new Map<string, number>()
  events.set(event, (events.get(event) ?? 0) + count)
  counts.set(queueId, events)
}

async function loadPresence(tx: Prisma.TransactionClient, now: number, names: ReadonlyMap<number, string>) {
  const since = new Date(now - presenceKeptMs)
  const rows = await tx.presence.findMany({
    where: { OR: [{ toAt: null }, { toAt: { gte: since } }] },
    orderBy: [{ fromAt: 'asc' }, { fromSeq: 'asc' }, { fromOrd: 'asc' }],
  })
  return rows.map((row) => ({ queueId: row.queueId, presence: presenceRecord(row, names.get(row.queueId) ?? '') }))
}

import type { Prisma } from '../../../prisma/generated/client.ts'
import type { DeadLetter } from '../../broker/model.ts'
import type { Change, QueueRecord, SubscriptionRecord } from '../../broker/ports.ts'
import { type PutPresence, putPresence } from './presence.ts'

type Tx = Prisma.TransactionClient

/** Rare writes, in the order in which they were asked for. Each can be done twice: a commit may have to be sent again. */
export async function applyChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  let stays: PutPresence[] = []
  for (const change of changes) {
    if (change.kind === 'putPresence') {
      stays.push(change)
      continue
    }
    if (stays.length > 0) await putPresence(tx, stays)
    stays = []
    await applyChange(tx, change)
  }
  if (stays.length > 0) await putPresence(tx, stays)
}

async function applyChange(tx: Tx, change: Exclude<Change, PutPresence>): Promise<void> {
  switch (change.kind) {
    case 'putQueue':
      return putQueue(tx, change.queue)
    case 'deleteQueue':
      return deleteQueue(tx, change.queueId, change.name)
    case 'putSubscription':
      return putSubscription(tx, change.subscription)
    case 'deleteSubscription':
      return deleteSubscriptions(tx, [change.subscriptionId])
    case 'putDeadLetter':
      return putDeadLetter(tx, change.queueId, change.subscriptionId, change.letter)
  }
}

async function putQueue(tx: Tx, { id, name, settings, ...queue }: QueueRecord): Promise<void> {
  const data = { name, ...settings, pausedAt: time(queue.pausedAt), firstSeq: queue.firstSeq }
  const ends = { lastSeq: queue.lastSeq, lastOrd: queue.lastOrd }
  await tx.queue.upsert({
    where: { id },
    create: { id, ...data, ...ends, createdAt: new Date(queue.createdAt) },
    update: data,
  })
  // The end of a queue only grows: a record that was read before the last commit must not set it back.
  await tx.queue.updateMany({ where: { id, lastSeq: { lt: queue.lastSeq } }, data: ends })
}

/** Its messages go with their segments; its id stays taken, so that they never belong to another queue. */
async function deleteQueue(tx: Tx, id: number, name: string): Promise<void> {
  const subscriptions = await tx.subscription.findMany({ where: { queueId: id }, select: { id: true } })
  await deleteSubscriptions(
    tx,
    subscriptions.map((subscription) => subscription.id),
  )
  await tx.eventTotal.deleteMany({ where: { queueId: id } })
  await tx.presence.deleteMany({ where: { queueId: id } })
  await tx.queue.deleteMany({ where: { id } })
  await tx.deletedQueue.createMany({ data: { id, name }, skipDuplicates: true })
}

async function putSubscription(tx: Tx, { id, ...subscription }: SubscriptionRecord): Promise<void> {
  const data = {
    ...subscription,
    events: [...subscription.events],
    createdAt: new Date(subscription.createdAt),
  }
  await tx.subscription.upsert({ where: { id }, create: { id, ...data }, update: data })
}

/** Its dead letters stay for their 30 days, as copies under its name and id, which nobody gets again. */
async function deleteSubscriptions(tx: Tx, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  await tx.subscriptionState.deleteMany({ where: { subscriptionId: { in: ids } } })
  await tx.subscription.deleteMany({ where: { id: { in: ids } } })
  await tx.deletedSubscription.createMany({ data: ids.map((id) => ({ id })), skipDuplicates: true })
}

/** Once: the letter that is there stays. */
async function putDeadLetter(tx: Tx, queueId: number, subscriptionId: number, letter: DeadLetter): Promise<void> {
  const { message } = letter
  const data = {
    subscriptionId,
    queueId,
    seq: letter.seq,
    queue: letter.queue,
    subscription: letter.subscription,
    id: message.id,
    event: message.event,
    payload: message.payload,
    key: message.key,
    headers: message.headers && JSON.stringify(message.headers),
    publishedAt: new Date(message.publishedAt),
    expiresAt: time(message.expiresAt),
    bytes: message.bytes,
    publisher: message.publisher,
    only: message.only,
    // U+0000 is no character of Postgres's text; a handler's error message may well hold one.
    reason: letter.reason.replaceAll('\u0000', ''),
    attempts: JSON.stringify(letter.attempts),
    deadAt: new Date(letter.deadAt),
  }
  await tx.deadLetter.createMany({ data, skipDuplicates: true })
}

function time(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}

const deadLettersKeptMs = 30 * 24 * 3_600_000
const presenceKeptMs = 24 * 3_600_000

/** Removes copies and stays that are past their time. */
export async function forgetOld(tx: Tx, now: number): Promise<void> {
  await tx.deadLetter.deleteMany({ where: { deadAt: { lt: new Date(now - deadLettersKeptMs) } } })
  await tx.presence.deleteMany({ where: { toAt: { lt: new Date(now - presenceKeptMs) } } })
}

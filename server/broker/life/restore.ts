import type { Retries } from '../dispatch/retries.ts'
import type { Presence } from '../model.ts'
import type { Snapshot, SubscriptionRecord, SubscriptionStateRecord } from '../ports.ts'
import type { PresenceBook } from '../realtime/presence.ts'
import type { Stored } from '../retention/stored.ts'
import { Entry, Queue, Subscription } from '../state.ts'
import { eventSet } from '../structures/events.ts'
import { unpack } from '../subscription/pack.ts'
import { eventLine, totalOf } from '../totals.ts'
import type { Dedupe } from '../writer/dedupe.ts'
import type { Registry } from './registry.ts'

export interface RestoreDeps {
  readonly registry: Registry
  readonly dedupe: Dedupe
  readonly presence: PresenceBook
  readonly retries: Retries
  readonly stored: Stored
  readonly now: number
}

/** Takes up where the log's last owner stopped: what was in flight is ready again, retries keep their time. */
export function restore(snapshot: Snapshot, deps: RestoreDeps): void {
  restoreQueues(snapshot, deps)
  deps.registry.usedQueueId(snapshot.lastQueueId ?? 0)
  deps.registry.usedSubscriptionId(snapshot.lastSubscriptionId ?? 0)
  const states = new Map(snapshot.states.map((state) => [state.subscriptionId, state]))
  const known = new Set(snapshot.subscriptions.map(({ id }) => id))
  for (const [id, letters] of snapshot.letterCounts) if (!known.has(id)) deps.registry.strayLetters += letters
  for (const record of snapshot.subscriptions) {
    restoreSubscription(record, states.get(record.id), snapshot.letterCounts.get(record.id) ?? 0, deps)
  }
  for (const { queueId, presence } of snapshot.presence) keepPosition(deps.registry.queuesById.get(queueId), presence)
  const endOf = ({ presence }: Snapshot['presence'][number]): number => presence.toAt ?? snapshot.newestAt
  for (const { queueId, presence } of [...snapshot.presence].sort((a, b) => endOf(a) - endOf(b))) {
    const queue = deps.registry.queuesById.get(queueId)
    if (queue !== undefined) deps.presence.restore(queue, presence, snapshot.newestAt)
  }
  for (const { name, at } of snapshot.deletedQueues) deps.registry.wasDeleted(name, at)
  restoreIds(snapshot, deps.dedupe)
}

/** Real-time messages need not have reached the log: a position that a stay knows is not given again. */
function keepPosition(queue: Queue | undefined, { from, to }: Presence): void {
  const { seq, ord } = to ?? from
  if (queue !== undefined && seq === queue.committed) queue.ord = Math.max(queue.ord, ord - 1)
}

function restoreIds({ recentIds, recentScheduled }: Snapshot, dedupe: Dedupe): void {
  const queued = recentIds.map(({ queueId, id, seq, at }) => ({ queueId, id, place: seq, at }))
  const delayed = recentScheduled.map(({ queueId, id, dueAt, at }) => ({ queueId, id, place: -dueAt, at }))
  const oldestFirst = [...queued, ...delayed].sort((a, b) => a.at - b.at)
  for (const { queueId, id, place, at } of oldestFirst) dedupe.add(queueId, id, place, at)
}

function restoreQueues(snapshot: Snapshot, { registry, stored }: RestoreDeps): void {
  for (const record of snapshot.queues) {
    const queue = new Queue({ ...record, ord: record.lastOrd }, registry.windows)
    for (const [line, total] of record.totals) restoreTotal(queue, line, total)
    queue.scheduled = snapshot.scheduled.counts.get(record.id) ?? 0
    registry.add(queue)
    stored.restored(queue)
  }
}

function restoreTotal(queue: Queue, line: string, total: number): void {
  if (line.startsWith('@')) queue.copies.set(line.slice(1), total)
  else {
    eventLine(queue, line).total = total
    queue.total += total
  }
}

function restoreSubscription(
  record: SubscriptionRecord,
  state: SubscriptionStateRecord | undefined,
  letters: number,
  { registry, retries, now }: RestoreDeps,
): void {
  registry.usedSubscriptionId(record.id)
  const queue = registry.queuesById.get(record.queueId)
  if (queue === undefined) return
  const events = eventSet(record.events)
  const scanned = Math.min(state?.upto ?? record.startSeq - 1, queue.lastSeq)
  // Its state may be older than the queue's start, which holds for every subscription.
  const upto = Math.max(scanned, queue.firstSeq)
  const subscription = new Subscription({
    ...record,
    queue,
    events,
    upto,
    matched: state?.matched ?? totalOf({ queue, events, name: record.name }),
    detachedAt: state?.updatedAt ?? now,
  })
  if (upto > scanned) subscription.guess = {}
  subscription.acked = state?.acked ?? 0
  subscription.dead = letters
  queue.subscriptions.set(subscription.name, subscription)
  for (const open of unpack(state?.open ?? '')) {
    if (open.seq > queue.firstSeq) restoreEntry(subscription, open, retries, now)
  }
}

function restoreEntry(
  subscription: Subscription,
  open: ReturnType<typeof unpack>[number],
  retries: Retries,
  now: number,
): void {
  const entry = new Entry(subscription, open.seq, null)
  entry.attempts = open.attempts
  entry.failures = open.failures
  entry.losses = open.losses
  entry.since = now
  subscription.open.push(entry)
  subscription.unknownKeys++
  if (open.retryAt > 0) {
    entry.state = 'retrying'
    entry.retryAt = open.retryAt
    subscription.retrying++
    retries.add(entry)
  } else if (entry.losses >= SUSPECT_LOSSES) subscription.alone.push(entry)
  else subscription.ready.push(entry)
}

/** As in limits.ts, `lossesUntilAlone`; after a restart the default holds. */
const SUSPECT_LOSSES = 3

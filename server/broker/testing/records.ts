import {
  type Activity,
  BROKER,
  type DeadLetter,
  type Job,
  type Message,
  type Minute,
  type QueuedMessage,
  type Scheduled,
} from '../model.ts'
import type { Commit, QueueRecord, SubscriptionRecord, SubscriptionStateRecord } from '../ports.ts'

export const NOW = 1_700_000_000_000
export const NOTHING: Commit = { messages: [], realtime: [], states: [], changes: [] }
export const SETTINGS = { delivery: null, ackDeadlineMs: null, maxFailures: null, retentionMs: null, maxBytes: null }

export function queueRecord(id: number, over: Partial<QueueRecord> = {}): QueueRecord {
  return {
    id,
    name: `queue-${id}`,
    settings: SETTINGS,
    pausedAt: null,
    createdAt: NOW,
    firstSeq: 0,
    lastSeq: 0,
    lastOrd: 0,
    totals: new Map(),
    bytes: 0,
    freedBytes: 0,
    ...over,
  }
}

export function message(seq: number, over: Partial<QueuedMessage> = {}): QueuedMessage {
  return {
    id: `id-${seq}`,
    seq,
    queue: 'queue-1',
    event: 'created',
    payload: `{"n":${seq}}`,
    key: null,
    headers: null,
    publishedAt: NOW + seq,
    expiresAt: null,
    bytes: 40,
    publisher: null,
    only: null,
    ...over,
  }
}

export function realtimeMessage(id: string, over: Partial<Message> = {}): Message {
  return { ...message(1), id, seq: null, ...over }
}

export function subscriptionRecord(id: number, over: Partial<SubscriptionRecord> = {}): SubscriptionRecord {
  return {
    id,
    queueId: 1,
    name: `subscription-${id}`,
    events: ['*'],
    ackDeadlineMs: null,
    exclusive: false,
    ordered: false,
    startSeq: 1,
    createdAt: NOW,
    skips: [],
    aged: 0,
    ...over,
  }
}

export function stateRecord(
  subscriptionId: number,
  over: Partial<SubscriptionStateRecord> = {},
): SubscriptionStateRecord {
  return { subscriptionId, upto: 0, open: '', matched: 0, acked: 0, dead: 0, updatedAt: NOW, ...over }
}

export function letter(seq: number): DeadLetter {
  const attempt = {
    attempt: 1,
    at: NOW,
    endedAt: NOW + 5,
    outcome: 'nacked' as const,
    consumer: 'worker',
    reason: 'no',
    retryAt: null,
  }
  return {
    queue: 'queue-1',
    subscription: 'subscription-1',
    seq,
    message: message(seq),
    reason: 'it said "no"',
    attempts: [attempt],
    deadAt: NOW + 10,
  }
}

/** Published at `NOW`, without a time to live. */
export function scheduled(id: string, dueAt: number, over: Partial<Message> = {}): Scheduled {
  return { message: { ...realtimeMessage(id), publishedAt: NOW, ...over }, dueAt, ttlMs: null }
}

export function job(id: string, over: Partial<Job> = {}): Job {
  return {
    id,
    kind: 'redrive',
    state: 'running',
    filter: {},
    perSecond: null,
    tryFirst: null,
    startsAt: null,
    by: BROKER,
    total: 1,
    done: 0,
    reason: null,
    createdAt: NOW,
    endedAt: null,
    ...over,
  }
}

export function activity(id: string, over: Partial<Activity> = {}): Activity {
  return {
    id,
    at: NOW,
    kind: 'queuePurged',
    queue: 'queue-1',
    subscription: 'subscription-1',
    job: null,
    by: BROKER,
    text: 'One message was purged from queue-1.',
    ...over,
  }
}

export function published(queueId: number, messages: readonly QueuedMessage[]): Commit {
  return { ...NOTHING, messages: messages.map((m) => ({ queueId, message: m })) }
}

/** Commits that create queues 1 … n. */
export function queues(...ids: number[]): Commit {
  return { ...NOTHING, changes: ids.map((id) => ({ kind: 'putQueue', queue: queueRecord(id) })) }
}

export const seqsOf = (messages: readonly QueuedMessage[]): number[] => messages.map(({ seq }) => seq)
export const MIB = 1024 * 1024
export const never = (reason: string): void => {
  throw new Error(`lost without a cause: ${reason}`)
}

/** A minute of one queue, or (0) of all. */
export function minute(queueId: number, at: number, over: Partial<Minute> = {}): Minute {
  const counts = { published: 6, publishedRealtime: 1, delivered: 12, deliveredRealtime: 2, acked: 11, missed: 3 }
  return { queueId, at, ...counts, waiting: 1, ...over }
}

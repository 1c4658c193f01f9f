/** Records for tests of a log: valid, small, and told apart by their numbers. */
import type { QueuedMessage } from '../broker/model.ts'
import type { Commit, QueueRecord, SubscriptionRecord, SubscriptionStateRecord } from '../broker/ports.ts'

export const startedAt = Date.UTC(2026, 0, 1)

export function sampleQueue(id: number, overrides: Partial<QueueRecord> = {}): QueueRecord {
  return {
    id,
    name: `queue-${id}`,
    settings: { delivery: null, ackDeadlineMs: null, maxFailures: null, retentionMs: null, maxBytes: null },
    pausedAt: null,
    createdAt: startedAt,
    firstSeq: 1,
    lastSeq: 0,
    lastOrd: 0,
    totals: new Map(),
    ...overrides,
  }
}

/** Published `seq` seconds after `startedAt`. */
export function sampleMessage(seq: number, overrides: Partial<QueuedMessage> = {}): QueuedMessage {
  return {
    id: `id-${seq}`,
    seq,
    queue: 'queue-1',
    event: 'created',
    payload: JSON.stringify({ n: seq }),
    key: null,
    headers: null,
    publishedAt: startedAt + seq * 1_000,
    expiresAt: null,
    bytes: 40,
    publisher: null,
    only: null,
    ...overrides,
  }
}

export function sampleSubscription(id: number, overrides: Partial<SubscriptionRecord> = {}): SubscriptionRecord {
  return {
    id,
    queueId: 1,
    name: `subscription-${id}`,
    events: ['*'],
    ackDeadlineMs: null,
    exclusive: false,
    ordered: false,
    startSeq: 1,
    createdAt: startedAt,
    ...overrides,
  }
}

export function sampleState(
  subscriptionId: number,
  overrides: Partial<SubscriptionStateRecord> = {},
): SubscriptionStateRecord {
  return { subscriptionId, upto: 0, open: '', matched: 0, acked: 0, dead: 0, updatedAt: startedAt, ...overrides }
}

export function commitOf(parts: Partial<Commit>): Commit {
  return { messages: [], realtime: [], states: [], changes: [], ...parts }
}

/** Messages `from` to `to` of queue 1, both included. */
export function messages(from: number, to: number, queueId = 1): Commit['messages'] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ queueId, message: sampleMessage(from + index) }))
}

export const queueOne = commitOf({ changes: [{ kind: 'putQueue', queue: sampleQueue(1) }] })

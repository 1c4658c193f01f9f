/** The core's records for tests of a log, with times that a person can read. */
import type { QueuedMessage } from '../broker/model.ts'
import type { Commit, QueueRecord, SubscriptionRecord, SubscriptionStateRecord } from '../broker/ports.ts'
import { message, NOTHING, queueRecord, stateRecord, subscriptionRecord } from '../broker/testing/records.ts'

export const startedAt = Date.UTC(2026, 0, 1)

export function sampleQueue(id: number, overrides: Partial<QueueRecord> = {}): QueueRecord {
  return queueRecord(id, { createdAt: startedAt, ...overrides })
}

/** Published `seq` seconds after `startedAt`. */
export function sampleMessage(seq: number, overrides: Partial<QueuedMessage> = {}): QueuedMessage {
  return message(seq, { publishedAt: startedAt + seq * 1_000, ...overrides })
}

export function sampleSubscription(id: number, overrides: Partial<SubscriptionRecord> = {}): SubscriptionRecord {
  return subscriptionRecord(id, { createdAt: startedAt, ...overrides })
}

export function sampleState(id: number, overrides: Partial<SubscriptionStateRecord> = {}): SubscriptionStateRecord {
  return stateRecord(id, { updatedAt: startedAt, ...overrides })
}

export function commitOf(parts: Partial<Commit>): Commit {
  return { ...NOTHING, ...parts }
}

/** Messages `from` to `to` of queue 1, both included. */
export function messages(from: number, to: number, queueId = 1): Commit['messages'] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ queueId, message: sampleMessage(from + index) }))
}

export const queueOne = commitOf({ changes: [{ kind: 'putQueue', queue: sampleQueue(1) }] })

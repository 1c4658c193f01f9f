import type { Presence, QueuedMessage } from '../model.ts'
import type { QueueRecord, RealtimeRecord, Snapshot } from '../ports.ts'

/** What the log in memory has of a queue. */
export interface StoredQueue {
  record: QueueRecord
  lastSeq: number
  readonly totals: Map<string, number>
  bytes: number
  /** Of `bytes`, those of messages that are no longer in `messages`. */
  droppedBytes: number
  readonly messages: QueuedMessage[]
  readonly realtime: RealtimeRecord[]
  readonly presence: Map<string, Presence>
}

export function newQueue(record: QueueRecord): StoredQueue {
  return {
    record,
    lastSeq: record.lastSeq,
    totals: new Map(record.totals),
    bytes: record.bytes,
    droppedBytes: 0,
    messages: [],
    realtime: [],
    presence: new Map(),
  }
}

/** Settings and all are replaced; what was freed only grows. */
export function updateQueue(stored: StoredQueue, record: QueueRecord): void {
  const { firstSeq, freedBytes } = stored.record
  stored.record = {
    ...record,
    firstSeq: Math.max(firstSeq, record.firstSeq),
    freedBytes: Math.max(freedBytes, record.freedBytes),
  }
}

export function storeMessage(stored: StoredQueue, message: QueuedMessage): void {
  stored.messages.push(message)
  stored.lastSeq = message.seq
  const line = message.only === null ? message.event : `@${message.only}`
  stored.totals.set(line, (stored.totals.get(line) ?? 0) + 1)
  stored.bytes += message.bytes
}

/** Drops the messages before `floor` that are older than `keepFrom`; `null` where there are none. */
export function dropMessages(stored: StoredQueue, floor: number, keepFrom: number) {
  const kept = stored.messages.findIndex(({ seq, publishedAt }) => seq >= floor || publishedAt >= keepFrom)
  const gone = stored.messages.splice(0, kept < 0 ? stored.messages.length : kept)
  const last = gone[gone.length - 1]
  if (last === undefined) return null
  stored.droppedBytes += bytesOf(gone)
  updateQueue(stored, { ...stored.record, firstSeq: last.seq, freedBytes: stored.droppedBytes })
  return { through: last.seq, bytes: stored.droppedBytes }
}

/** One row per client and beginning: the end of a stay replaces its beginning. */
export function putPresence(stored: StoredQueue, presence: Presence): void {
  const { client, from } = presence
  stored.presence.set(`${client}\n${from.seq}\n${from.ord}\n${presence.fromAt}`, presence)
}

export function bytesOf(messages: readonly QueuedMessage[]): number {
  return messages.reduce((sum, { bytes }) => sum + bytes, 0)
}

export function recordOf(queue: StoredQueue): QueueRecord {
  const last = queue.realtime[queue.realtime.length - 1]?.position
  return {
    ...queue.record,
    lastSeq: queue.lastSeq,
    lastOrd: last !== undefined && last.seq === queue.lastSeq ? last.ord : 0,
    totals: new Map(queue.totals),
    bytes: queue.bytes,
  }
}

export function recentIds(queue: StoredQueue, since: number): Snapshot['recentIds'][number][] {
  const recent: Snapshot['recentIds'][number][] = []
  for (let i = queue.messages.length - 1; i >= 0; i--) {
    const message = queue.messages[i]
    if (message === undefined || message.publishedAt <= since) break
    if (message.only === null)
      recent.push({ queueId: queue.record.id, id: message.id, seq: message.seq, at: message.publishedAt })
  }
  return recent
}

import type { Message } from '../../broker/model.ts'
import type { Commit, SubscriptionStateRecord } from '../../broker/ports.ts'

/** A message at its place in the log. */
export interface LogRow {
  readonly queueId: number
  readonly seq: number
  /** 0: queued. */
  readonly ord: number
  readonly message: Message
}

/** Queued messages of one event ever published to a queue, counted up to `throughSeq`. */
export interface TotalRow {
  readonly queueId: number
  readonly event: string
  readonly total: number
  readonly throughSeq: number
  /** Of these messages. */
  readonly bytes: number
}

/** What a row costs on disk beyond its message's own bytes: header, index entry, fixed columns (measured: 150). */
const overheadBytes = 150

export function rowsOf(commit: Commit): LogRow[] {
  const queued = commit.messages.map(({ queueId, message }) => ({ queueId, seq: message.seq, ord: 0, message }))
  const realtime = commit.realtime.map(({ queueId, record: { message, position } }) => ({
    queueId,
    ...position,
    message,
  }))
  return [...queued, ...realtime]
}

/** Of several states of one subscription the last counts: an upsert refuses to touch a row twice. */
export function newestStates(states: readonly SubscriptionStateRecord[]): readonly SubscriptionStateRecord[] {
  if (states.length < 2) return states
  return [...new Map(states.map((state) => [state.subscriptionId, state])).values()]
}

export function bytesOf(rows: readonly LogRow[]): number {
  return rows.reduce((sum, row) => sum + row.message.bytes + overheadBytes, 0)
}

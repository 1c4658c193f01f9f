import { LIMITS } from '../../protocol/limits.ts'
import type { PublishBatchResult, PublishResult } from '../../protocol.ts'
import { RawJson } from '../encoder.ts'
import type { LinkState } from '../link.ts'
import type { Entry } from './entry.ts'

/** What publishing needs of a link. */
export interface Uplink {
  readonly state: LinkState
  readonly root: { emit(event: 'publish', batch: RawJson, answered: (result: PublishBatchResult) => void): unknown }
}

/** Whether one more still fits a batch of so many messages and bytes; each brings a comma, the array its brackets. */
export function fits(count: number, bytes: number, more: number): boolean {
  return count < LIMITS.batchMessages && bytes + more + count + 2 <= LIMITS.batchBytes
}

/** Sends a batch. The link must be connected: what Socket.IO buffers would go out twice (docs/socket-io.md, 9). */
export function send(link: Uplink, batch: readonly Entry[], answered: (result: PublishBatchResult) => void): void {
  const now = Date.now()
  for (const entry of batch) entry.sending(now)
  link.root.emit('publish', new RawJson(`[${batch.map((entry) => entry.message.json).join(',')}]`), answered)
}

/** One result per entry: a batch that is refused as a whole is refused one by one. */
export function eachResult(
  batch: readonly Entry[],
  answer: PublishBatchResult,
  settle: (entry: Entry, result: PublishResult) => void,
): void {
  batch.forEach((entry, i) => {
    const result = answer.ok ? answer.results[i] : answer
    if (result !== undefined) settle(entry, result)
  })
}

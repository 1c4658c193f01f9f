import { BrokerError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { Batcher } from './batcher.ts'

/** At this pace the log is taken to catch up, when a publisher is told how long to wait. */
const DRAIN_BYTES_PER_MS = 16 * 1024

/** @throws BrokerError E_BUSY when so many bytes more may not wait for the log. */
export function checkRoom(batcher: Batcher, bytes: number, limits: Limits): void {
  if (batcher.waitingBytes + bytes <= limits.waitingBytes) return
  const retryAfterMs = Math.max(100, Math.ceil(batcher.waitingBytes / DRAIN_BYTES_PER_MS))
  throw new BrokerError('E_BUSY', 'too much waits to be stored; try again shortly', { retryAfterMs })
}

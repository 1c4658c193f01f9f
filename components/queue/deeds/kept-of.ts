import type { Queue } from '../../../lib/api.ts'

/** Queued messages that the queue still has. */
export function keptOf({ firstSeq, lastSeq }: Pick<Queue, 'firstSeq' | 'lastSeq'>): number {
  return Math.max(0, lastSeq - Math.max(1, firstSeq) + 1)
}

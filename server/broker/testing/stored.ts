import type { QueuedMessage } from '../model.ts'
import type { Harness } from './harness.ts'

/** Messages of all queues as the log has them, each queue's by seq. */
export function stored(h: Harness): readonly QueuedMessage[] {
  return [...h.memory.queues.values()].flatMap(({ messages }) => messages)
}

/** Their ids. */
export function storedIds(h: Harness): string[] {
  return stored(h).map(({ id }) => id)
}

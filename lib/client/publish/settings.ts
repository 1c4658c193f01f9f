import type { PublishResult } from '../../protocol.ts'
import type { Entry } from './entry.ts'

/**
 * Which queues are real time by their own setting, as far as answers have shown. A publish that names no delivery and
 * breaks off there must not be sent again. Before a queue's first answer it is taken for queued, as queues are.
 */
export class QueueSettings {
  readonly #realtime = new Set<string>()

  learn(entry: Entry, result: PublishResult): void {
    if (!entry.byDefault || !result.ok) return
    if ('recipients' in result) this.#realtime.add(entry.message.queue)
    else if (this.#realtime.size > 0) this.#realtime.delete(entry.message.queue)
  }

  isRealtime(entry: Entry): boolean {
    return entry.byDefault && this.#realtime.has(entry.message.queue)
  }
}

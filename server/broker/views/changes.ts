import type { Changed } from '../api.ts'
import type { Clock } from '../ports.ts'

/** Tells watchers what changed, once a tick for each thing. Without a watcher it does nothing. */
export class Changes {
  readonly #clock: Clock
  readonly #listeners = new Set<(changed: Changed) => void>()
  #pending = new Map<Changed['topic'], Set<string | null>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Returns its end. */
  watch(listener: (changed: Changed) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  note(topic: Changed['topic'], queue: string | null): void {
    if (this.#listeners.size === 0) return
    if (this.#pending.size === 0) this.#clock.soon(() => this.#tell())
    const queues = this.#pending.get(topic)
    if (queues === undefined) this.#pending.set(topic, new Set([queue]))
    else queues.add(queue)
  }

  #tell(): void {
    const pending = this.#pending
    this.#pending = new Map()
    for (const [topic, queues] of pending) {
      for (const queue of queues) for (const listener of this.#listeners) listener({ topic, queue })
    }
  }
}

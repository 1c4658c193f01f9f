import type { Changed } from '../../broker/api.ts'

/** Above so many different things it is simpler to say that everything changed. */
const MOST = 2_000

/** What changed since the last time somebody was told. */
export class ChangeSet {
  /** Per topic the queues; `null` for the topic as a whole. */
  readonly #queues = new Map<string, Set<string | null>>()
  #size = 0

  get isEmpty(): boolean {
    return this.#size === 0
  }

  add({ topic, queue }: Changed): void {
    const queues = this.#queues.get(topic) ?? new Set()
    this.#queues.set(topic, queues)
    if (queues.has(queue)) return
    queues.add(queue)
    this.#size += 1
  }

  /** Too much to name. */
  get isAll(): boolean {
    return this.#size > MOST
  }

  /** Of what a page watches, what changed. `messages` changes with any queue's, `messages:a` with a's or with all. */
  of(watched: Iterable<string>): string[] {
    return [...watched].filter((topic) => this.#has(topic))
  }

  clear(): void {
    this.#queues.clear()
    this.#size = 0
  }

  #has(watched: string): boolean {
    const colon = watched.indexOf(':')
    if (colon < 0) return this.#queues.has(watched)
    const queues = this.#queues.get(watched.slice(0, colon))
    return queues !== undefined && (queues.has(watched.slice(colon + 1)) || queues.has(null))
  }
}

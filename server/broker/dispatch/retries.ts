import type { Clock } from '../ports.ts'
import type { Entry } from '../state.ts'
import { Heap } from '../structures/heap.ts'

interface Due {
  readonly at: number
  readonly entry: Entry
}

/** Deliveries that wait for their next try. One timer, for the next one due; what was settled meanwhile is skipped. */
export class Retries {
  readonly #clock: Clock
  readonly #due: (entry: Entry) => void
  readonly #heap = new Heap<Due>((a, b) => a.at < b.at)
  #armedFor = Number.POSITIVE_INFINITY
  #cancel: (() => void) | null = null

  constructor(clock: Clock, due: (entry: Entry) => void) {
    this.#clock = clock
    this.#due = due
  }

  /** `due` is called at `entry.retryAt`, unless the entry left its state. */
  add(entry: Entry): void {
    this.#heap.push({ at: entry.retryAt, entry })
    if (entry.retryAt < this.#armedFor) this.#arm(entry.retryAt)
  }

  stop(): void {
    this.#cancel?.()
    this.#heap.clear()
    this.#armedFor = Number.POSITIVE_INFINITY
  }

  #arm(at: number): void {
    this.#cancel?.()
    this.#armedFor = at
    this.#cancel = this.#clock.at(at, () => this.#fire())
  }

  #fire(): void {
    const now = this.#clock.now()
    this.#armedFor = Number.POSITIVE_INFINITY
    this.#cancel = null
    for (let next = this.#heap.peek(); next !== undefined; next = this.#heap.peek()) {
      if (next.at > now) return this.#arm(next.at)
      this.#heap.pop()
      const { entry, at } = next
      if (!entry.settled && entry.state === 'retrying' && entry.retryAt === at) this.#due(entry)
    }
  }
}

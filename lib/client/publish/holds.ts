import { backoffMs } from '../backoff.ts'
import type { Entry } from './entry.ts'

interface Hold {
  readonly entries: Entry[]
  readonly timer: ReturnType<typeof setTimeout>
}

/** Publishes of queues that the broker cannot take just now, each queue in its order, until their time has come. */
export class Holds {
  readonly #release: (entries: readonly Entry[]) => void
  readonly #held = new Map<string, Hold>()
  /** Refusals in a row, by queue. */
  readonly #strikes = new Map<string, number>()

  constructor(release: (entries: readonly Entry[]) => void) {
    this.#release = release
  }

  /** Holds a refused one back, and with it what is published to its queue later. */
  hold(entry: Entry, retryAfterMs: number | undefined): void {
    if (this.takes(entry)) return
    const { queue } = entry.message
    const strikes = this.#strikes.get(queue) ?? 0
    this.#strikes.set(queue, strikes + 1)
    const timer = setTimeout(() => this.#due(queue), backoffMs(strikes, retryAfterMs))
    this.#held.set(queue, { entries: [entry], timer })
  }

  /** Takes an entry whose queue is held back. */
  takes(entry: Entry): boolean {
    const hold = this.#held.size === 0 ? undefined : this.#held.get(entry.message.queue)
    hold?.entries.push(entry)
    return hold !== undefined
  }

  /** The queue takes messages again. */
  passed(queue: string): void {
    if (this.#strikes.size > 0) this.#strikes.delete(queue)
  }

  /** Empties it: for giving up, or because whoever refused them is gone. */
  clear(): Entry[] {
    const all = [...this.#held.values()]
    this.#held.clear()
    for (const { timer } of all) clearTimeout(timer)
    return all.flatMap((hold) => hold.entries)
  }

  #due(queue: string): void {
    const hold = this.#held.get(queue)
    this.#held.delete(queue)
    if (hold !== undefined) this.#release(hold.entries)
  }
}

import type { Log } from '../ports.ts'
import type { Queue } from '../state.ts'
import { Ages } from './ages.ts'
import type { Changes } from './changes.ts'

/**
 * When a seq was published, for the age of a backlog. From samples of this run; what is older is read once, by key, and
 * shown at the next look.
 */
export class Oldest {
  readonly #log: Log
  readonly #changes: Changes
  readonly #ages = new Map<Queue, Ages>()
  /** One answer of the log per queue and seq, while somebody asks for it. */
  readonly #read = new Map<Queue, { readonly seq: number; at: number | null }[]>()

  constructor(log: Log, changes: Changes) {
    this.#log = log
    this.#changes = changes
  }

  /** The first message of a commit. */
  note(queue: Queue, seq: number, publishedAt: number): void {
    if (queue.deleted) return
    let ages = this.#ages.get(queue)
    if (ages === undefined) {
      ages = new Ages()
      this.#ages.set(queue, ages)
    }
    ages.note(seq, publishedAt)
  }

  /** Nobody asks for a deleted queue any more. */
  forget(queue: Queue): void {
    this.#ages.delete(queue)
    this.#read.delete(queue)
  }

  publishedAt(queue: Queue, seq: number): number | null {
    const known = this.#ages.get(queue)?.publishedAt(seq) ?? null
    return known ?? this.#fromLog(queue, seq)
  }

  #fromLog(queue: Queue, seq: number): number | null {
    const reads = this.#read.get(queue) ?? []
    const known = reads.find((read) => read.seq === seq)
    if (known !== undefined) return known.at
    const read = { seq, at: null as number | null }
    this.#read.set(queue, [...reads.slice(-READS_KEPT), read])
    this.#log.read(queue.id, seq - 1, queue.committed, 1, 1).then(
      ({ messages }) => {
        read.at = messages[0]?.publishedAt ?? null
        this.#changes.note('subscriptions', queue.name)
      },
      () => this.#read.delete(queue),
    )
    return null
  }
}

/** Subscriptions of one queue whose backlog is older than this run, about. */
const READS_KEPT = 100

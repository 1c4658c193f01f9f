import type { Clock, Log } from '../ports.ts'
import type { Queue } from '../state.ts'
import { uptoOf } from '../state.ts'

const EVERY_MS = 60_000
const KEEP_MS = 24 * 60 * 60_000
const LETTERS_MS = 30 * 24 * 60 * 60_000

/** Once a minute tells the log what is still needed, so that old segments can go. */
export class Trimmer {
  readonly #log: Log
  readonly #clock: Clock
  readonly #queues: () => Iterable<Queue>
  readonly #warn: (error: unknown) => void
  #cancel: (() => void) | null = null

  constructor(log: Log, clock: Clock, queues: () => Iterable<Queue>, warn: (error: unknown) => void) {
    this.#log = log
    this.#clock = clock
    this.#queues = queues
    this.#warn = warn
  }

  start(): void {
    this.#cancel = this.#clock.at(this.#clock.now() + EVERY_MS, () => {
      const now = this.#clock.now()
      const needs = { floors: floorsOf(this.#queues()), keepFrom: now - KEEP_MS, lettersFrom: now - LETTERS_MS }
      this.#log.trim(needs).catch(this.#warn)
      this.start()
    })
  }

  stop(): void {
    this.#cancel?.()
  }
}

/** The smallest seq that any subscription of each queue still needs. */
function floorsOf(queues: Iterable<Queue>): Map<number, number> {
  const floors = new Map<number, number>()
  for (const queue of queues) {
    let needed = queue.committed + 1
    for (const subscription of queue.subscriptions.values()) {
      needed = Math.min(needed, subscription.open.first?.seq ?? uptoOf(subscription) + 1)
    }
    floors.set(queue.id, needed)
  }
  return floors
}

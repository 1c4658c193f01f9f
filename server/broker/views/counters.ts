import type { Queue } from '../state.ts'
import type { Counted } from './rates.ts'
import { Rates } from './rates.ts'

/** Counts for people, per queue and for the whole broker. A queue's ring (5 KiB) is made at its first count. */
export class Counters {
  readonly all: Rates
  readonly #waitingOf: (queue: Queue) => number

  constructor(now: number, waitingOf: (queue: Queue) => number, waitingInAll: () => number) {
    this.#waitingOf = waitingOf
    this.all = new Rates(now, waitingInAll)
  }

  add(queue: Queue, kind: Counted, count: number, now: number): void {
    this.all.add(now, kind, count)
    this.of(queue, now).add(now, kind, count)
  }

  of(queue: Queue, now: number): Rates {
    queue.rates ??= new Rates(now, () => this.#waitingOf(queue))
    return queue.rates
  }
}

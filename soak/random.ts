/** Chance that can be drawn again from its seed (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** From 0 up to and without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** True so often. */
  chance(share: number): boolean {
    return this.next() < share
  }

  /** From `from` up to and without `to`. */
  between(from: number, to: number): number {
    return from + this.next() * (to - from)
  }

  whole(from: number, to: number): number {
    return Math.floor(this.between(from, to))
  }

  /** One of them. @throws Error when there are none */
  pick<T>(all: readonly T[]): T {
    const one = all[this.whole(0, all.length)]
    if (one === undefined) throw new Error('There is nothing to pick from.')
    return one
  }

  /** A source of its own, so that what one part draws does not depend on how often another does. */
  fork(): Random {
    return new Random(this.whole(0, 2 ** 31))
  }
}

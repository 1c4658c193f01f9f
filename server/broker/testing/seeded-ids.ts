import type { Ids } from '../ports.ts'

/** Ids and randomness from a seed (mulberry32): the same seed gives the same run. */
export class SeededIds implements Ids {
  #state: number
  #count = 0

  constructor(seed = 1) {
    this.#state = seed >>> 0
  }

  message(): string {
    const count = (++this.#count).toString(16).padStart(12, '0')
    const random = Math.floor(this.random() * 0xffff)
    return `01900000-0000-7000-8000-${count.slice(0, 8)}${random.toString(16).padStart(4, '0')}`
  }

  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

import type { Random } from '../random.ts'

export interface Outgoing {
  readonly queue: string
  readonly id: string
  readonly event: string
  readonly key?: string
  readonly delayMs?: number
  readonly payload: { readonly number: number; readonly poison?: true }
}

export const events = ['created', 'changed', 'deleted'] as const

const keys = 16
const keyedShare = 0.7
const poisonShare = 0.003
const delayedShare = 0.03

/** The messages of one publisher, numbered: some with a key or a delay, a few that no consumer takes. */
export class Messages {
  readonly #queue: string
  readonly #random: Random
  readonly #name: string
  #number = 0

  constructor(queue: string, name: string, random: Random) {
    this.#queue = queue
    this.#random = random
    this.#name = name
  }

  next(): Outgoing {
    const random = this.#random
    this.#number += 1
    return {
      queue: this.#queue,
      id: `${this.#name}-${this.#number}`,
      event: random.pick(events),
      ...(random.chance(keyedShare) && { key: `k${random.whole(0, keys)}` }),
      ...(random.chance(delayedShare) && { delayMs: random.whole(100, 6_000) }),
      payload: { number: this.#number, ...(random.chance(poisonShare) && { poison: true }) },
    }
  }
}

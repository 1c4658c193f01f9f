import type { Attempt } from '../model.ts'

export interface Settlement {
  readonly seq: number
  readonly attempt: number
  readonly sentAt: number
  readonly at: number
  readonly consumer: string
  readonly history: readonly Attempt[] | null
}

const FIRST_SLOTS = 16

/**
 * The last settlements of a subscription, so that people see when and by whom: a ring, made at the first ack. It grows to
 * its size as it fills, because of 100,000 subscriptions most settle little: full, it takes 26 KiB.
 */
export class Settlements {
  readonly #kept: number
  #seqs: Float64Array
  #attempts: Uint16Array
  #sentAt: Float64Array
  #at: Float64Array
  readonly #consumers: string[] = []
  /** Only of those that needed more than one attempt. */
  readonly #histories = new Map<number, readonly Attempt[]>()
  #next = 0

  constructor(kept: number) {
    const slots = Math.min(kept, FIRST_SLOTS)
    this.#kept = kept
    this.#seqs = new Float64Array(slots)
    this.#attempts = new Uint16Array(slots)
    this.#sentAt = new Float64Array(slots)
    this.#at = new Float64Array(slots)
  }

  add(
    seq: number,
    attempt: number,
    sentAt: number,
    at: number,
    consumer: string,
    history: readonly Attempt[] | null,
  ): void {
    if (this.#next === this.#seqs.length) this.#grow()
    const slot = this.#next
    if (this.#histories.size > 0) this.#histories.delete(slot)
    this.#seqs[slot] = seq
    this.#attempts[slot] = attempt
    this.#sentAt[slot] = sentAt
    this.#at[slot] = at
    this.#consumers[slot] = consumer
    if (history !== null) this.#histories.set(slot, history)
    this.#next = (slot + 1) % this.#kept
  }

  /** `null`: settled too long ago to be remembered, or not at all. */
  find(seq: number): Settlement | null {
    const slot = this.#seqs.lastIndexOf(seq)
    if (slot < 0 || seq === 0) return null
    return {
      seq,
      attempt: this.#attempts[slot] ?? 0,
      sentAt: this.#sentAt[slot] ?? 0,
      at: this.#at[slot] ?? 0,
      consumer: this.#consumers[slot] ?? '',
      history: this.#histories.get(slot) ?? null,
    }
  }

  #grow(): void {
    const slots = Math.min(this.#kept, 2 * this.#seqs.length)
    this.#seqs = filled(new Float64Array(slots), this.#seqs)
    this.#attempts = filled(new Uint16Array(slots), this.#attempts)
    this.#sentAt = filled(new Float64Array(slots), this.#sentAt)
    this.#at = filled(new Float64Array(slots), this.#at)
  }
}

function filled<A extends Float64Array | Uint16Array>(fresh: A, old: A): A {
  fresh.set(old)
  return fresh
}

import type { Attempt } from '../model.ts'

export interface Settlement {
  readonly seq: number
  readonly attempt: number
  readonly sentAt: number
  readonly at: number
  readonly consumer: string
  readonly history: readonly Attempt[] | null
}

/** The last settlements of a subscription, so that people see when and by whom; a ring, made at the first ack. */
export class Settlements {
  readonly #seqs: Float64Array
  readonly #attempts: Uint16Array
  readonly #sentAt: Float64Array
  readonly #at: Float64Array
  readonly #consumers: string[] = []
  /** Only of those that needed more than one attempt. */
  readonly #histories = new Map<number, readonly Attempt[]>()
  #next = 0

  constructor(kept: number) {
    this.#seqs = new Float64Array(kept)
    this.#attempts = new Uint16Array(kept)
    this.#sentAt = new Float64Array(kept)
    this.#at = new Float64Array(kept)
  }

  add(
    seq: number,
    attempt: number,
    sentAt: number,
    at: number,
    consumer: string,
    history: readonly Attempt[] | null,
  ): void {
    const slot = this.#next
    if (this.#histories.size > 0) this.#histories.delete(slot)
    this.#seqs[slot] = seq
    this.#attempts[slot] = attempt
    this.#sentAt[slot] = sentAt
    this.#at[slot] = at
    this.#consumers[slot] = consumer
    if (history !== null) this.#histories.set(slot, history)
    this.#next = (slot + 1) % this.#seqs.length
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
}

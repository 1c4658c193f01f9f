/**
 * The unsettled deliveries of one subscription, by rising seq.
 *
 * An array with a moving head: `push` at the end, `remove` anywhere leaves a tombstone until the head passes it or half of
 * the array is tombstones. No Map: with dense seqs a lookup is one subtraction, else a binary search.
 */
export interface Opened {
  readonly seq: number
  settled: boolean
}

const COMPACT_ABOVE = 64

export class OpenSet<E extends Opened> {
  #slots: E[] = []
  #head = 0
  #live = 0

  get size(): number {
    return this.#live
  }

  /** The smallest unsettled one. */
  get first(): E | undefined {
    return this.#slots[this.#head]
  }

  /** @throws Error when `entry` is not above all that were pushed before. */
  push(entry: E): void {
    const last = this.#slots[this.#slots.length - 1]
    if (last !== undefined && last.seq >= entry.seq) throw new Error(`seq ${entry.seq} opened after ${last.seq}`)
    this.#slots.push(entry)
    this.#live++
  }

  get(seq: number): E | undefined {
    const entry = this.#slots[this.#lowerBound(seq)]
    return entry !== undefined && entry.seq === seq && !entry.settled ? entry : undefined
  }

  /** Marks `entry` settled and forgets it. */
  remove(entry: E): void {
    if (entry.settled) return
    entry.settled = true
    this.#live--
    if (this.#live === 0) {
      this.#slots = []
      this.#head = 0
      return
    }
    while (this.#slots[this.#head]?.settled) this.#head++
    if (this.#slots.length > COMPACT_ABOVE && this.#slots.length > 2 * this.#live) this.#compact()
  }

  /** Unsettled ones with `from` ≤ seq ≤ `to`. A copy: removing while walking it is safe. */
  between(from: number, to: number): E[] {
    const found: E[] = []
    for (let i = this.#lowerBound(from); i < this.#slots.length; i++) {
      const entry = this.#slots[i]
      if (entry === undefined || entry.seq > to) break
      if (!entry.settled) found.push(entry)
    }
    return found
  }

  /** Every unsettled one, by rising seq; nothing may be removed meanwhile. */
  *[Symbol.iterator](): Generator<E> {
    for (let i = this.#head; i < this.#slots.length; i++) {
      const entry = this.#slots[i]
      if (entry !== undefined && !entry.settled) yield entry
    }
  }

  /** Index of the first slot at or above `seq`. Rising seqs are at least 1 apart, so it is never beyond the guess. */
  #lowerBound(seq: number): number {
    const first = this.#slots[this.#head]
    if (first === undefined || seq <= first.seq) return this.#head
    const guess = this.#head + (seq - first.seq)
    if (this.#slots[guess]?.seq === seq) return guess
    let low = this.#head
    let high = Math.min(guess, this.#slots.length)
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#slots[middle]?.seq ?? Number.POSITIVE_INFINITY) < seq) low = middle + 1
      else high = middle
    }
    return low
  }

  #compact(): void {
    this.#slots = this.#slots.filter((entry) => !entry.settled)
    this.#head = 0
  }
}

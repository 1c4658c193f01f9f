import type { QueuedMessage } from '../model.ts'

/** Index of the first message above `seq` in `messages[head…]`. Dense seqs cost one subtraction. */
export function indexAbove(messages: readonly (QueuedMessage | undefined)[], head: number, seq: number): number {
  const first = messages[head]
  if (first === undefined || seq < first.seq) return head
  const guess = head + (seq - first.seq)
  if (messages[guess]?.seq === seq) return guess + 1
  let low = head
  let high = Math.min(guess + 1, messages.length)
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((messages[middle]?.seq ?? Number.POSITIVE_INFINITY) <= seq) low = middle + 1
    else high = middle
  }
  return low
}

/** Bytes of all windows of a broker. */
export interface WindowTally {
  bytes: number
}

/**
 * The youngest messages of a queue, kept while a subscription that is a little behind needs them: all with
 * `after` < seq up to the last commit. What is below `after` is read from the log.
 */
export class Window {
  /** Forgotten ones are `undefined` at once: what an old array still names would outlive the young generation. */
  #messages: (QueuedMessage | undefined)[] = []
  #head = 0
  #after: number
  #bytes = 0
  readonly #tally: WindowTally

  constructor(after: number, tally: WindowTally = { bytes: 0 }) {
    this.#after = after
    this.#tally = tally
  }

  get after(): number {
    return this.#after
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Adds the message that was just committed. */
  push(message: QueuedMessage): void {
    this.#messages.push(message)
    this.#count(message.bytes)
  }

  /** The first message above `seq`, which must not be below `after`. */
  above(seq: number): QueuedMessage | undefined {
    return this.#messages[indexAbove(this.#messages, this.#head, seq)]
  }

  /** Forgets what is at or below `seq`. */
  dropTo(seq: number): void {
    if (seq <= this.#after) return
    const end = indexAbove(this.#messages, this.#head, seq)
    for (let i = this.#head; i < end; i++) {
      this.#count(-(this.#messages[i]?.bytes ?? 0))
      this.#messages[i] = undefined
    }
    this.#head = end
    this.#after = seq
    if (this.#head > 1_024 && this.#head * 2 > this.#messages.length) this.#compact()
  }

  /** Forgets the oldest until at most `bytes` are left, and at most `together` in all windows, or nothing of its own. */
  shrinkTo(bytes: number, together: number): void {
    while (this.#bytes > bytes || this.#tally.bytes > together) {
      const oldest = this.#messages[this.#head]
      if (oldest === undefined) return
      this.dropTo(oldest.seq)
    }
  }

  /** Forgets everything; the next message is above `seq`. */
  reset(seq: number): void {
    if (this.#messages.length > 0) this.#messages = []
    this.#head = 0
    this.#count(-this.#bytes)
    this.#after = seq
  }

  #count(bytes: number): void {
    this.#bytes += bytes
    this.#tally.bytes += bytes
  }

  #compact(): void {
    this.#messages = this.#messages.slice(this.#head)
    this.#head = 0
  }
}

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

  constructor(after: number) {
    this.#after = after
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
    this.#bytes += message.bytes
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
      this.#bytes -= this.#messages[i]?.bytes ?? 0
      this.#messages[i] = undefined
    }
    this.#head = end
    this.#after = seq
    if (this.#head > 1_024 && this.#head * 2 > this.#messages.length) this.#compact()
  }

  /** Forgets the oldest until at most `bytes` are left. */
  shrinkTo(bytes: number): void {
    while (this.#bytes > bytes) {
      const oldest = this.#messages[this.#head]
      if (oldest === undefined) return
      this.dropTo(oldest.seq)
    }
  }

  /** Forgets everything; the next message is above `seq`. */
  reset(seq: number): void {
    if (this.#messages.length > 0) this.#messages = []
    this.#head = 0
    this.#bytes = 0
    this.#after = seq
  }

  #compact(): void {
    this.#messages = this.#messages.slice(this.#head)
    this.#head = 0
  }
}

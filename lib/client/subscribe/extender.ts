import { LIMITS } from '../../protocol/limits.ts'
import type { Delivery } from './delivery.ts'
import type { Ledger } from './ledger.ts'

/**
 * Extends what is held at half-time of its deadline, waiting ones too: a message must not fail because it stands
 * behind a slow one. One timer while anything is held, none else.
 */
export class Extender<T> {
  readonly #ledger: Ledger<T>
  readonly #extend: (seqs: number[]) => void
  /** After it a message is left to its deadline, so that a handler that hangs does not hold it for ever. */
  readonly #maxHandlingMs: number
  #ackDeadlineMs: number
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    ledger: Ledger<T>,
    options: { ackDeadlineMs: number; maxHandlingMs: number },
    extend: (seqs: number[]) => void,
  ) {
    this.#ledger = ledger
    this.#extend = extend
    this.#ackDeadlineMs = options.ackDeadlineMs
    this.#maxHandlingMs = options.maxHandlingMs
  }

  /** The broker says what the deadline is. */
  learn(ackDeadlineMs: number): void {
    if (ackDeadlineMs === this.#ackDeadlineMs) return
    this.#ackDeadlineMs = ackDeadlineMs
    this.stop()
    this.start()
  }

  /** Something is held. */
  start(): void {
    this.#timer ??= setTimeout(() => this.#tick(), this.#ackDeadlineMs / 2)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #tick(): void {
    this.#timer = undefined
    const now = performance.now()
    let oldest = Number.POSITIVE_INFINITY
    const due: Delivery<T>[] = []
    for (const delivery of this.#ledger.held()) {
      if (this.#isDue(delivery, now)) due.push(delivery)
      else if (!this.#isHanging(delivery, now)) oldest = Math.min(oldest, delivery.since)
    }
    this.#extendAll(due, now)
    const next = Math.min(oldest, due.length > 0 ? now : oldest)
    if (next < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.#tick(), this.#untilHalfTime(next, now))
  }

  /** At half-time, or so near to it that one timer serves both. */
  #isDue(delivery: Delivery<T>, now: number): boolean {
    return now - delivery.since >= this.#ackDeadlineMs * 0.4 && !this.#isHanging(delivery, now)
  }

  #isHanging(delivery: Delivery<T>, now: number): boolean {
    return now - delivery.startedAt > this.#maxHandlingMs
  }

  #untilHalfTime(since: number, now: number): number {
    return Math.max(0, since + this.#ackDeadlineMs / 2 - now)
  }

  #extendAll(due: readonly Delivery<T>[], now: number): void {
    for (const delivery of due) delivery.since = now
    for (let i = 0; i < due.length; i += LIMITS.settleEntries) {
      this.#extend(due.slice(i, i + LIMITS.settleEntries).map((delivery) => delivery.seq))
    }
  }
}

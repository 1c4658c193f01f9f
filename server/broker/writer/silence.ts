import type { Clock } from '../ports.ts'

/**
 * Notices a log that stands still, which fails nothing by itself. `silent` is called once for a commit that has had no
 * answer for so long. One timer, however many commits there are: it looks at the newest.
 */
export class Silence {
  readonly #clock: Clock
  readonly #afterMs: number
  readonly #silent: (afterMs: number) => void
  /** When the commit under way was sent; `null` between two. */
  #sentAt: number | null = null
  #told = false
  #cancel: (() => void) | null = null

  constructor(clock: Clock, afterMs: number, silent: (afterMs: number) => void) {
    this.#clock = clock
    this.#afterMs = afterMs
    this.#silent = silent
  }

  sent(): void {
    this.#sentAt = this.#clock.now()
    if (this.#cancel === null) this.#arm(this.#sentAt)
  }

  /** The commit was answered, whatever the answer. `true`: it was told to be silent before. */
  answered(): boolean {
    const told = this.#told
    this.#sentAt = null
    this.#told = false
    return told
  }

  stop(): void {
    this.#cancel?.()
    this.#sentAt = null
  }

  #arm(from: number): void {
    this.#cancel = this.#clock.at(from + this.#afterMs, () => this.#look())
  }

  #look(): void {
    this.#cancel = null
    if (this.#sentAt === null || this.#told) return
    if (this.#clock.now() < this.#sentAt + this.#afterMs) return this.#arm(this.#sentAt)
    this.#told = true
    this.#silent(this.#afterMs)
  }
}

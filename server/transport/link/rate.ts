/** So many at once and so many a second after that: a bucket that fills evenly. */
export class RateLimit {
  readonly #perSecond: number
  readonly #now: () => number
  #left: number
  #at: number

  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond
    this.#now = now
    this.#left = perSecond
    this.#at = now()
  }

  /** Takes one; or answers after how many milliseconds there will be one. */
  take(): number | null {
    const now = this.#now()
    this.#left = Math.min(this.#perSecond, this.#left + ((now - this.#at) * this.#perSecond) / 1_000)
    this.#at = now
    if (this.#left < 1) return Math.ceil(((1 - this.#left) * 1_000) / this.#perSecond)
    this.#left -= 1
    return null
  }
}

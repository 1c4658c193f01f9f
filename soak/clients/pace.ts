const tickMs = 40

/** Calls back again and again, so that so many a second come out in the end; a pause is not made up for. */
export class Pace {
  readonly #timer: NodeJS.Timeout
  #owed = 0

  constructor(perSecond: number, go: (count: number) => void) {
    this.#timer = setInterval(() => {
      this.#owed += (perSecond * tickMs) / 1_000
      const count = Math.floor(this.#owed)
      this.#owed -= count
      if (count > 0) go(count)
    }, tickMs)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

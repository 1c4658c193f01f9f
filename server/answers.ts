/** Tabs are told of a change at the same moment, and ask the same: one answer is made, and all of them get it. */

/** What comes without a change, such as a rate that falls, is shown so much later at most. */
const KEPT_MS = 400
/** Addresses at a time: the longest answers are some hundred kB. */
const MOST = 100

export interface Answer {
  readonly text: string
  readonly type: string
}

interface Kept {
  readonly at: number
  /** `null` where there is nothing to share: it failed, or who asked has hung up. */
  readonly answer: Promise<Answer | null>
}

/**
 * Answers of the last moments by their address, for tabs that watch: those ask again when they are told of a change, and
 * `clear` is called before they are told. Who does not watch would never learn that what it got was old.
 */
export class SharedAnswers {
  readonly #now: () => number
  readonly #watching = new Set<string>()
  readonly #byAddress = new Map<string, Kept>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Whether this tab is told of changes. */
  watches(tab: string, watches: boolean): void {
    if (watches) this.#watching.add(tab)
    else this.#watching.delete(tab)
  }

  isFor(tab: string | undefined): boolean {
    return tab !== undefined && this.#watching.has(tab)
  }

  /** Something changed: also what is on its way is for nobody but who asked for it. */
  clear(): void {
    this.#byAddress.clear()
  }

  /** Also one that is on its way. */
  find(address: string): Promise<Answer | null> | null {
    const kept = this.#byAddress.get(address)
    return kept !== undefined && this.#now() - kept.at < KEPT_MS ? kept.answer : null
  }

  keep(address: string, answer: Promise<Answer | null>): void {
    this.#byAddress.delete(address)
    this.#byAddress.set(address, { at: this.#now(), answer })
    const [oldest] = this.#byAddress.keys()
    if (this.#byAddress.size > MOST && oldest !== undefined) this.#byAddress.delete(oldest)
  }
}

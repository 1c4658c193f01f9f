import { keysOf } from './invalidate.ts'

type Key = readonly string[]

/**
 * So long a query stands before the next change fetches it again. Rows are what a person looks at; lists of everything
 * change with every message, and their totals come each second by the feed itself.
 */
const ROWS_EVERY_MS = 1_000
const LISTS_EVERY_MS = 2_000
const ROWS: ReadonlySet<string> = new Set(['messages', 'audience'])
/** An answer that takes long is asked for less often: one list keeps the broker busy for about a quarter of the time. */
const REST = 4

interface Turn {
  /** Something changed since the last fetch began. */
  again: boolean
}

/**
 * Turns changes into fetches: the first change at once, those that follow together, about one interval later. That is
 * when the clock is at a whole one, so that all tabs ask at once and the broker makes one answer for them. A fetch that
 * takes longer than its interval is waited for, so that a slow broker is not asked twice at a time.
 */
export class Refetcher {
  readonly #fetch: (key: Key) => Promise<void>
  readonly #turns = new Map<string, Turn>()

  constructor(fetch: (key: Key) => Promise<void>) {
    this.#fetch = fetch
  }

  /** These topics changed. */
  changed(topics: readonly string[]): void {
    for (const key of keysOf(topics)) {
      const turn = this.#turns.get(key.join(':'))
      if (turn === undefined) void this.#run(key)
      else turn.again = true
    }
  }

  async #run(key: Key): Promise<void> {
    const name = key.join(':')
    const turn: Turn = { again: false }
    this.#turns.set(name, turn)
    const every = ROWS.has(key[0] ?? '') ? ROWS_EVERY_MS : LISTS_EVERY_MS
    const from = Date.now()
    await this.#fetch(key)
    const intervals = Math.max(1, Math.ceil(((Date.now() - from) * REST) / every))
    await pause(nextTurn(from, every, intervals) - Date.now())
    this.#turns.delete(name)
    if (turn.again) void this.#run(key)
  }
}

/** So many intervals later, at the nearest whole one. */
export function nextTurn(from: number, every: number, intervals: number): number {
  return (Math.round(from / every) + intervals) * every
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}

import type { Minute } from '../model.ts'
import type { Clock, Snapshot } from '../ports.ts'
import type { Queue } from '../state.ts'
import type { Batcher } from '../writer/batcher.ts'
import type { Counters } from './counters.ts'
import { MINUTE_MS, type Rates } from './rates.ts'

export interface MinutesDeps {
  readonly clock: Clock
  readonly batcher: Batcher
  readonly counters: Counters
  readonly queuesById: ReadonlyMap<number, Queue>
}

/** Rows of one change: a publish behind it does not wait for 10,000. */
const SLICE = 500
/** The ring has no more. */
const MOST_MS = 15 * MINUTE_MS

/**
 * Writes once a minute what was counted in it: a row for all, which also says that the broker ran, and one for each queue
 * in which something happened. An idle queue has none.
 */
export class Minutes {
  readonly #deps: MinutesDeps
  /** Everything before is written, or on its way. */
  #through = 0
  #writing: Promise<void> = Promise.resolve()
  #cancel: (() => void) | null = null
  #stopped = false

  constructor(deps: MinutesDeps) {
    this.#deps = deps
  }

  start({ minutes }: Pick<Snapshot, 'minutes'>): void {
    const { clock, counters, queuesById } = this.#deps
    const now = clock.now()
    counters.restore(minutes, queuesById, now)
    this.#through = minuteOf(now)
    this.#arm()
  }

  /** Also what there is of the running minute. */
  stop(): void {
    this.halt()
    if (this.#through > 0) this.#change(this.#take(minuteOf(this.#deps.clock.now()) + MINUTE_MS))
  }

  /** Nothing is written any more. */
  halt(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  #arm(): void {
    const { clock } = this.#deps
    this.#cancel = clock.at(minuteOf(clock.now()) + MINUTE_MS, () => {
      // Where the log is slow the next round has two minutes to write.
      this.#writing = this.#writing.then(() => this.#write(this.#take(minuteOf(clock.now()))))
      this.#arm()
    })
  }

  /** All that is to be written of the minutes that are over at `until`. */
  #take(until: number): Minute[] {
    const { clock, counters } = this.#deps
    const now = clock.now()
    const rows: Minute[] = []
    for (let at = Math.max(this.#through, until - MOST_MS); at < until; at += MINUTE_MS) {
      rows.push({ queueId: 0, at, ...counters.all.minute(now, at) })
      for (const queue of counters.busy) rows.push(...minuteRow(queue, queue.rates, now, at))
    }
    counters.quiet(now)
    this.#through = until
    return rows
  }

  async #write(rows: readonly Minute[]): Promise<void> {
    for (let at = 0; at < rows.length && !this.#stopped; at += SLICE) {
      await new Promise<void>((resolve) => {
        const done = () => resolve()
        this.#deps.batcher.change({ kind: 'putMinutes', minutes: rows.slice(at, at + SLICE) }, { done, refused: done })
      })
    }
  }

  #change(minutes: readonly Minute[]): void {
    if (minutes.length > 0) this.#deps.batcher.change({ kind: 'putMinutes', minutes })
  }
}

/** None where nothing was counted. */
function minuteRow(queue: Queue, rates: Rates | null, now: number, at: number): Minute[] {
  if (rates === null || queue.deleted) return []
  const { waiting, ...counts } = rates.minute(now, at)
  const counted = Object.values(counts).some((count) => count > 0)
  return counted ? [{ queueId: queue.id, at, ...counts, waiting }] : []
}

function minuteOf(now: number): number {
  return Math.floor(now / MINUTE_MS) * MINUTE_MS
}

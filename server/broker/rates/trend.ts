import { Meter } from './rates.ts'

/** Trends of 15 minutes: 29 steps that are over, and now. */
export const TREND_STEP_MS = 30_000
export const TREND_STEPS = 30

export interface Turn {
  readonly at: number
  /** Deliveries that were not settled: so many that came into flight at once are no pace. */
  readonly unsettled: number
}

/** How fast one subscription goes, and how much waited for it; half a KiB, while it does something. */
export class Trend {
  readonly #delivered = new Meter()
  readonly #acked = new Meter()
  /** From here on it goes another way: somebody came, it was moved. What was before says nothing of its pace. */
  turn: Turn
  /** Ring of what waited at the end of each step that is over. */
  readonly #waiting = new Uint32Array(TREND_STEPS)
  #known = 0
  #step: number
  #busyStep: number

  /** `before`: what is known of the time before it, oldest first. */
  constructor(step: number, before: readonly number[], turn: Turn) {
    this.turn = turn
    this.#step = step
    this.#busyStep = step
    for (const waiting of before) this.#push(waiting)
  }

  deliver(now: number): void {
    this.#delivered.add(now, 1)
    this.#busyStep = this.#step
  }

  ack(now: number): void {
    this.#acked.add(now, 1)
    this.#busyStep = this.#step
  }

  /** Per second over about the last 10 s. */
  rates(now: number): { delivered: number; acked: number } {
    return { delivered: this.#delivered.perSecond(now), acked: this.#acked.perSecond(now) }
  }

  /** Brings it to `step`; called before what waits changes. */
  roll(step: number, waiting: number): void {
    const over = Math.min(step - this.#step, TREND_STEPS)
    for (let i = 0; i < over; i++) this.#push(waiting)
    if (over > 0) this.#step = step
  }

  /** The newest that are known, `most` at most, oldest first. */
  last(most: number): number[] {
    const length = Math.min(this.#known, most, TREND_STEPS - 1)
    return Array.from({ length }, (_, i) => this.#waiting[(this.#known - length + i) % TREND_STEPS] ?? 0)
  }

  /** It did nothing for 15 minutes. */
  isOver(step: number): boolean {
    return step - this.#busyStep > TREND_STEPS
  }

  #push(waiting: number): void {
    this.#waiting[this.#known % TREND_STEPS] = waiting
    this.#known++
  }
}

export function stepOf(now: number): number {
  return Math.floor(now / TREND_STEP_MS)
}

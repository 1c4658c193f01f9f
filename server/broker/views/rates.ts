import type { RateSeries } from '../api.ts'

/** Counts of the last 15 minutes in 10 s steps. Rolled by whoever counts or looks: no timer. */
export const STEP_MS = 10_000
export const STEPS = 90

/** Events per second over about the last 10 s: the running step and its share of the one before. */
export class Meter {
  #step = -1
  #count = 0
  #before = 0

  add(now: number, count: number): void {
    this.#roll(now)
    this.#count += count
  }

  perSecond(now: number): number {
    this.#roll(now)
    const share = 1 - (now % STEP_MS) / STEP_MS
    return (this.#count + this.#before * share) / (STEP_MS / 1_000)
  }

  #roll(now: number): void {
    const step = Math.floor(now / STEP_MS)
    if (step === this.#step) return
    this.#before = step === this.#step + 1 ? this.#count : 0
    this.#count = 0
    this.#step = step
  }
}

export type Counted = 'published' | 'publishedRealtime' | 'delivered' | 'deliveredRealtime' | 'acked' | 'missed'

const KINDS: readonly Counted[] = [
  'published',
  'publishedRealtime',
  'delivered',
  'deliveredRealtime',
  'acked',
  'missed',
]

type Series = Readonly<Record<Counted | 'waiting', Float64Array>>

function emptySeries(): Series {
  const line = (): Float64Array => new Float64Array(STEPS)
  return {
    published: line(),
    publishedRealtime: line(),
    delivered: line(),
    deliveredRealtime: line(),
    acked: line(),
    missed: line(),
    waiting: line(),
  }
}

/** Ring of steps of one queue. `waiting` is asked for when a step ends, which is exact: only what is counted changes it. */
export class Rates {
  readonly #series = emptySeries()
  readonly #waiting: () => number
  readonly #rolled: ((now: number) => void) | null
  #step: number

  /** `rolled` is called as a step begins, before anything is counted in it. */
  constructor(now: number, waiting: () => number, rolled: ((now: number) => void) | null = null) {
    this.#step = Math.floor(now / STEP_MS)
    this.#waiting = waiting
    this.#rolled = rolled
  }

  add(now: number, kind: Counted, count: number): void {
    this.roll(now)
    const line = this.#series[kind]
    const at = this.#step % STEPS
    line[at] = (line[at] ?? 0) + count
  }

  /** Per second over about the last 10 s. */
  perSecond(now: number, kind: Counted): number {
    this.roll(now)
    const line = this.#series[kind]
    const share = 1 - (now % STEP_MS) / STEP_MS
    const current = line[this.#step % STEPS] ?? 0
    const before = line[(this.#step + STEPS - 1) % STEPS] ?? 0
    return (current + before * share) / (STEP_MS / 1_000)
  }

  /** Count of the last 15 minutes. */
  sum(now: number, kind: Counted): number {
    this.roll(now)
    return this.#series[kind].reduce((sum, count) => sum + count, 0)
  }

  /** Oldest first; the last is the running step. */
  line(now: number, kind: Counted | 'waiting'): number[] {
    this.roll(now)
    this.#series.waiting[this.#step % STEPS] = this.#waiting()
    const line = this.#series[kind]
    return Array.from({ length: STEPS }, (_, i) => line[(this.#step + 1 + i) % STEPS] ?? 0)
  }

  /** Start of the oldest step of `line`. */
  from(now: number): number {
    return (Math.floor(now / STEP_MS) - STEPS + 1) * STEP_MS
  }

  /** Brings the ring to `now`; called before what it counts changes. */
  roll(now: number): void {
    const step = Math.floor(now / STEP_MS)
    if (step <= this.#step) return
    const waiting = this.#waiting()
    const first = Math.max(this.#step, step - STEPS)
    for (let s = first; s <= step; s++) {
      if (s > this.#step) for (const kind of KINDS) this.#series[kind][s % STEPS] = 0
      this.#series.waiting[s % STEPS] = waiting
    }
    this.#step = step
    this.#rolled?.(now)
  }
}

export function seriesOf(rates: Rates, now: number): RateSeries {
  const realtime = rates.line(now, 'deliveredRealtime')
  return {
    stepMs: STEP_MS,
    from: rates.from(now),
    published: rates.line(now, 'published'),
    publishedRealtime: rates.line(now, 'publishedRealtime'),
    delivered: rates.line(now, 'delivered').map((count, i) => count + (realtime[i] ?? 0)),
    deliveredRealtime: realtime,
    acked: rates.line(now, 'acked'),
    missed: rates.line(now, 'missed'),
    waiting: rates.line(now, 'waiting'),
  }
}

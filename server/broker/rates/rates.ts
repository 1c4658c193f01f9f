import type { RateSeries } from '../api.ts'
import type { Minute } from '../model.ts'

/** Counts of the last 15 minutes in 10 s steps. Rolled by whoever counts or looks: no timer. */
export const STEP_MS = 10_000
export const STEPS = 90
/** So that a minute is still there when it is written late. */
const RING = STEPS + 12
export const MINUTE_MS = 60_000
const STEPS_A_MINUTE = MINUTE_MS / STEP_MS

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

/** Of one minute. */
export type Counts = Omit<Minute, 'queueId' | 'at'>

type Series = Readonly<Record<Counted | 'waiting', Float64Array>>

function emptySeries(): Series {
  const line = (): Float64Array => new Float64Array(RING)
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
  /** Something was counted that may not be written yet. */
  busy = false
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
    const at = this.#step % RING
    line[at] = (line[at] ?? 0) + count
  }

  /** Per second over about the last 10 s. */
  perSecond(now: number, kind: Counted): number {
    this.roll(now)
    const line = this.#series[kind]
    const share = 1 - (now % STEP_MS) / STEP_MS
    const current = line[this.#step % RING] ?? 0
    const before = line[(this.#step + RING - 1) % RING] ?? 0
    return (current + before * share) / (STEP_MS / 1_000)
  }

  /** Count of the last 15 minutes. */
  sum(now: number, kind: Counted): number {
    this.roll(now)
    return this.line(now, kind).reduce((sum, count) => sum + count, 0)
  }

  /** Oldest first; the last is the running step. */
  line(now: number, kind: Counted | 'waiting'): number[] {
    this.roll(now)
    this.#series.waiting[this.#step % RING] = this.#waiting()
    const line = this.#series[kind]
    const first = this.#step - STEPS + 1
    return Array.from({ length: STEPS }, (_, i) => line[(first + i) % RING] ?? 0)
  }

  /** What was counted in a minute that is still there, and what waited at its end. */
  minute(now: number, at: number): Counts {
    this.roll(now)
    this.#series.waiting[this.#step % RING] = this.#waiting()
    const first = Math.floor(at / STEP_MS)
    const sum = (kind: Counted): number => {
      let count = 0
      for (let i = 0; i < STEPS_A_MINUTE; i++) count += this.#at(kind, first + i)
      return count
    }
    const last = Math.min(first + STEPS_A_MINUTE - 1, this.#step)
    return {
      published: sum('published'),
      publishedRealtime: sum('publishedRealtime'),
      delivered: sum('delivered'),
      deliveredRealtime: sum('deliveredRealtime'),
      acked: sum('acked'),
      missed: sum('missed'),
      waiting: this.#at('waiting', last),
    }
  }

  /** A minute from before this run: nobody knows any more when in it something was, so it is spread evenly. */
  restore(minute: Minute): void {
    const first = Math.floor(minute.at / STEP_MS)
    for (const kind of KINDS) {
      const steps = Math.min(STEPS_A_MINUTE, this.#step - first + 1)
      for (let i = 0; i < steps; i++) this.#put(kind, first + i, shareOf(minute[kind], i, steps))
    }
    for (let i = 0; i < STEPS_A_MINUTE; i++) this.#put('waiting', first + i, minute.waiting)
  }

  #at(kind: Counted | 'waiting', step: number): number {
    return step > this.#step || step <= this.#step - RING ? 0 : (this.#series[kind][step % RING] ?? 0)
  }

  #put(kind: Counted | 'waiting', step: number, value: number): void {
    if (step <= this.#step && step > this.#step - RING) this.#series[kind][step % RING] = value
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
    const first = Math.max(this.#step, step - RING)
    for (let s = first; s <= step; s++) {
      if (s > this.#step) for (const kind of KINDS) this.#series[kind][s % RING] = 0
      this.#series.waiting[s % RING] = waiting
    }
    this.#step = step
    this.#rolled?.(now)
  }
}

/** Whole counts that add up. */
function shareOf(count: number, i: number, parts: number): number {
  return Math.floor((count * (i + 1)) / parts) - Math.floor((count * i) / parts)
}

/** `up`: the steps in which the broker ran. */
export function seriesOf(rates: Rates, now: number, up: readonly boolean[]): RateSeries {
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
    up,
  }
}

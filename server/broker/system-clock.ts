import type { Clock } from './ports.ts'

/** Per second of monotonic time the clock moves at most this much towards the wall. */
const SLEW_MS_PER_S = 5
/** setTimeout takes no more than 2^31 − 1 ms. */
const LONGEST_TIMER_MS = 2_000_000_000

/**
 * The wall clock at start, but never before the last stored time; then monotonic, slewed to the wall: an hour's jump of
 * the wall moves it by 5 ms a second, so deadlines and retries neither fire at once nor stand still.
 */
export class SystemClock implements Clock {
  readonly #wall: () => number
  readonly #mono: () => number
  #base: number
  #baseMono: number
  /** Slewing back must not let the clock go back. */
  #last = 0

  constructor(wall: () => number = Date.now, mono: () => number = () => performance.now()) {
    this.#wall = wall
    this.#mono = mono
    this.#base = wall()
    this.#baseMono = mono()
  }

  now(): number {
    const passed = this.#mono() - this.#baseMono
    if (passed >= 1_000) this.#slew(passed)
    this.#last = Math.max(this.#last, Math.floor(this.#base + (this.#mono() - this.#baseMono)))
    return this.#last
  }

  notBefore(time: number): void {
    if (time > this.now()) this.#base += time - this.now()
  }

  at(at: number, task: () => void): () => void {
    let timer: NodeJS.Timeout
    const wait = (): void => {
      const left = at - this.now()
      if (left <= 0) return task()
      timer = setTimeout(wait, Math.min(left, LONGEST_TIMER_MS))
    }
    timer = setTimeout(wait, Math.max(0, Math.min(at - this.now(), LONGEST_TIMER_MS)))
    return () => clearTimeout(timer)
  }

  soon(task: () => void): void {
    setImmediate(task)
  }

  #slew(passed: number): void {
    const reached = this.#base + passed
    const most = (passed / 1_000) * SLEW_MS_PER_S
    const off = this.#wall() - reached
    this.#base = reached + Math.max(-most, Math.min(most, off))
    this.#baseMono += passed
  }
}

import type { Clock } from '../ports.ts'
import { Heap } from '../structures/heap.ts'

interface Timer {
  readonly at: number
  readonly order: number
  readonly task: () => void
  cancelled: boolean
}

/** A clock that stands still until it is told. `soon` and timers run in `settle` and `advance`, always in the same order. */
export class ManualClock implements Clock {
  #now: number
  #order = 0
  #soon: (() => void)[] = []
  readonly #timers = new Heap<Timer>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order))

  constructor(now = 1_700_000_000_000) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  notBefore(time: number): void {
    this.#now = Math.max(this.#now, time)
  }

  at(at: number, task: () => void): () => void {
    const timer: Timer = { at, order: this.#order++, task, cancelled: false }
    this.#timers.push(timer)
    return () => {
      timer.cancelled = true
    }
  }

  soon(task: () => void): void {
    this.#soon.push(task)
  }

  /** Runs what is due now, and all that follows from it without time passing: promises too. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
      await Promise.resolve()
      if (this.#runSoon() || this.#runTimers()) quiet = -1
    }
  }

  /** Lets `ms` pass, stopping at each timer on the way. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await this.settle()
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) {
      this.#now = Math.max(this.#now, next.at)
      await this.settle()
    }
    this.#now = end
    await this.settle()
  }

  #runSoon(): boolean {
    const tasks = this.#soon
    this.#soon = []
    for (const task of tasks) task()
    return tasks.length > 0
  }

  #runTimers(): boolean {
    const next = this.#next()
    if (next === undefined || next.at > this.#now) return false
    this.#timers.pop()
    next.task()
    return true
  }

  #next(): Timer | undefined {
    while (this.#timers.peek()?.cancelled) this.#timers.pop()
    return this.#timers.peek()
  }
}

/** Promise turns without anything to do, after which nothing more comes: chains in the core are shorter. */
const QUIET_TURNS = 30

/** The clock as one process sees it: after `kill` nothing that it planned happens any more. */
export class ProcessClock implements Clock {
  readonly #clock: Clock
  #dead = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  kill(): void {
    this.#dead = true
  }

  now(): number {
    return this.#clock.now()
  }

  notBefore(time: number): void {
    this.#clock.notBefore(time)
  }

  at(at: number, task: () => void): () => void {
    return this.#clock.at(at, () => this.#dead || task())
  }

  soon(task: () => void): void {
    this.#clock.soon(() => this.#dead || task())
  }
}

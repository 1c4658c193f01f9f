import type { Minute } from '../model.ts'
import type { Queue, Subscription } from '../state.ts'
import { samplesOf } from './pace.ts'
import { Past } from './past.ts'
import type { Counted } from './rates.ts'
import { MINUTE_MS, Rates, STEP_MS, STEPS } from './rates.ts'
import type { Trend } from './trend.ts'
import { TREND_STEPS } from './trend.ts'

export interface CounterDeps {
  readonly now: number
  readonly waitingOf: (queue: Queue) => number
  readonly waitingInAll: () => number
  /** Before it, nothing is known. */
  readonly startedAt: () => number
}

/** Counts for people, per queue and for the whole broker. What a queue needs (6 KiB) is made at its first count. */
export class Counters {
  all: Rates
  /** Queues in which something was counted that may not be written yet. */
  readonly busy = new Set<Queue>()
  readonly #deps: CounterDeps
  /** Minutes before this run in which a broker ran. */
  readonly #upBefore = new Set<number>()

  constructor(deps: CounterDeps) {
    this.#deps = deps
    this.all = new Rates(deps.now, deps.waitingInAll)
  }

  /** What was counted in the last 15 minutes by whoever ran then. */
  restore(minutes: readonly Minute[], queuesById: ReadonlyMap<number, Queue>, now: number): void {
    this.all = new Rates(now, this.#deps.waitingInAll)
    for (const minute of minutes) {
      const queue = queuesById.get(minute.queueId)
      if (minute.queueId === 0) {
        this.all.restore(minute)
        this.#upBefore.add(minute.at)
      } else if (queue !== undefined) {
        const rates = this.#of(queue, now)
        rates.restore(minute)
        rates.busy = true
        this.busy.add(queue)
      }
    }
  }

  /** By step of a series, whether the broker ran. */
  up(now: number): boolean[] {
    const startedAt = this.#deps.startedAt()
    return Array.from({ length: STEPS }, (_, i) => {
      const at = (Math.floor(now / STEP_MS) - STEPS + 1 + i) * STEP_MS
      return at + STEP_MS > startedAt || this.#upBefore.has(Math.floor(at / MINUTE_MS) * MINUTE_MS)
    })
  }

  /** Forgets the busy ones in which nothing was counted in the running minute. */
  quiet(now: number): void {
    const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS
    for (const queue of this.busy) {
      const { waiting: _, ...counts } = queue.rates?.minute(now, minute) ?? { waiting: 0 }
      if (queue.deleted || Object.values(counts).every((count) => count === 0)) {
        this.busy.delete(queue)
        if (queue.rates !== null) queue.rates.busy = false
      }
    }
  }

  add(queue: Queue, kind: Counted, count: number, now: number): void {
    this.all.add(now, kind, count)
    const rates = this.#of(queue, now)
    rates.add(now, kind, count)
    if (rates.busy) return
    rates.busy = true
    this.busy.add(queue)
  }

  /** Before something is counted that has no kind of its own. */
  roll(queue: Queue, now: number): void {
    this.all.roll(now)
    this.#of(queue, now).roll(now)
  }

  delivered(subscription: Subscription, now: number): void {
    this.add(subscription.queue, 'delivered', 1, now)
    this.#trendOf(subscription, now).deliver(now)
  }

  acked(subscription: Subscription, now: number): void {
    this.add(subscription.queue, 'acked', 1, now)
    this.#trendOf(subscription, now).ack(now)
  }

  #of(queue: Queue, now: number): Rates {
    if (queue.rates !== null) return queue.rates
    const past = this.#begin(queue, now)
    queue.rates = new Rates(
      now,
      () => this.#deps.waitingOf(queue),
      (at) => past.roll(at),
    )
    return queue.rates
  }

  #begin(queue: Queue, now: number): Past {
    const past = new Past(queue, now)
    queue.past = past
    return past
  }

  #trendOf(subscription: Subscription, now: number): Trend {
    const { trend, queue } = subscription
    if (trend !== null) return trend
    const before = samplesOf(subscription, now, this.#deps.startedAt(), TREND_STEPS - 1)
    return (queue.past ?? this.#begin(queue, now)).begin(subscription, before, now)
  }
}

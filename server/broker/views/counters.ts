import type { Queue, Subscription } from '../state.ts'
import { samplesOf } from './pace.ts'
import { Past } from './past.ts'
import type { Counted } from './rates.ts'
import { Rates } from './rates.ts'
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
  readonly all: Rates
  readonly #deps: CounterDeps

  constructor(deps: CounterDeps) {
    this.#deps = deps
    this.all = new Rates(deps.now, deps.waitingInAll)
  }

  add(queue: Queue, kind: Counted, count: number, now: number): void {
    this.all.add(now, kind, count)
    this.#of(queue, now).add(now, kind, count)
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

import type { EventLine, History, Queue, Subscription } from '../state.ts'
import { pendingOf, unsettledOf } from '../views/figures.ts'
import { stepOf, TREND_STEPS, Trend } from './trend.ts'

/**
 * What a queue had in total at the end of each step, by event: the backlog of a subscription that does nothing follows
 * from it, so that 100,000 idle names keep nothing. Made with the queue's first count, and rolled by whoever counts.
 */
export class Past implements History {
  readonly #queue: Queue
  readonly #all: Float64Array
  /** Subscriptions that did something within the 15 minutes. */
  readonly #busy = new Set<Subscription>()
  #step: number

  constructor(queue: Queue, now: number) {
    this.#queue = queue
    this.#all = new Float64Array(TREND_STEPS).fill(queue.total)
    this.#step = stepOf(now)
    for (const line of queue.events.values()) line.seen = line.total
  }

  /** Brings it to `now`; called before what it keeps changes. */
  roll(now: number): void {
    const step = stepOf(now)
    if (step <= this.#step) return
    const first = Math.max(this.#step, step - TREND_STEPS)
    for (let s = first; s < step; s++) this.#all[s % TREND_STEPS] = this.#queue.total
    for (const line of this.#queue.events.values()) keep(line, first, step)
    this.#step = step
    for (const subscription of this.#busy) this.#follow(subscription, step)
  }

  begin(subscription: Subscription, before: readonly number[], now: number): Trend {
    const trend = new Trend(this.#step, before, { at: now, unsettled: unsettledOf(subscription) })
    subscription.trend = trend
    this.#busy.add(subscription)
    return trend
  }

  totalAt(event: string | null, step: number): number {
    const line = event === null ? null : this.#queue.events.get(event)
    if (step >= this.#step) return line === null ? this.#queue.total : (line?.total ?? 0)
    if (line === null) return this.#all[step % TREND_STEPS] ?? 0
    return line?.past?.[step % TREND_STEPS] ?? line?.seen ?? 0
  }

  #follow(subscription: Subscription, step: number): void {
    const { trend, deleted } = subscription
    trend?.roll(step, pendingOf(subscription))
    if (!deleted && trend?.isOver(step) === false) return
    subscription.trend = null
    this.#busy.delete(subscription)
  }
}

/** An event that nothing changed in keeps no line of its own. */
function keep(line: EventLine, first: number, step: number): void {
  const { total, seen } = line
  if (line.past === null && total === seen) return
  const past = line.past ?? new Float64Array(TREND_STEPS).fill(seen)
  for (let s = first; s < step; s++) past[s % TREND_STEPS] = total
  line.seen = total
  line.past = past.every((one) => one === total) ? null : past
}

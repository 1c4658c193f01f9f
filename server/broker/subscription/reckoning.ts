import type { Limits } from '../limits.ts'
import type { Log } from '../ports.ts'
import type { Queue, Subscription } from '../state.ts'
import { matchedOf, totalOf, uptoOf } from '../totals.ts'

/** Pages that one count reads at most; what is beyond is taken in proportion. */
const PAGES_MOST = 16
/** And all counts for the subscriptions of one queue together: each may be somewhere else. */
const PAGES_IN_ALL = 512

interface Counted {
  readonly lines: ReadonlyMap<string, number>
  readonly all: number
  /** 1, or more where only a part was read. */
  readonly scale: number
}

/**
 * How many messages up to some point are a subscription's: pending is worked out from it. Counts the shorter way, from
 * where the subscription is or from the head, and each stretch of the log once, whoever asks.
 */
export class Reckoning {
  readonly #log: Log
  readonly #limits: Limits
  readonly #queue: Queue
  readonly #counted = new Map<string, Promise<Counted>>()
  #pages = 0

  constructor(log: Log, limits: Limits, queue: Queue) {
    this.#log = log
    this.#limits = limits
    this.#queue = queue
  }

  /** What `matched` has to be at `point`, wherever the subscription is meanwhile. Not below the queue's `firstSeq`. */
  async matchedAt(subscription: Subscription, point: number): Promise<number> {
    for (;;) {
      const { events } = subscription
      const matched = await this.#matchedAt(subscription, point)
      if (subscription.events === events) return matched
    }
  }

  /** Makes `matched` exact where it is an estimate, wherever the subscription is by then. */
  async correct(subscription: Subscription): Promise<void> {
    const { guess, upto, matched } = subscription
    if (guess === null) return
    const exact = await this.matchedAt(subscription, upto)
    if (subscription.guess !== guess) return
    subscription.matched += exact - matched
    subscription.guess = null
  }

  /** Of those that are not beyond `point`, as many as can be counted without reading the log over and over. */
  async matchedOfAll(point: number): Promise<Map<Subscription, number>> {
    const all = new Map<Subscription, number>()
    for (const subscription of [...this.#queue.subscriptions.values()]) {
      if (this.#pages >= PAGES_IN_ALL) break
      if (uptoOf(subscription) < point) all.set(subscription, await this.matchedAt(subscription, point))
    }
    return all
  }

  async #matchedAt(subscription: Subscription, point: number): Promise<number> {
    const head = this.#queue.committed
    const upto = uptoOf(subscription)
    const matched = matchedOf(subscription)
    const total = totalOf(subscription)
    if (point >= head) return total
    const fromHead = subscription.guess !== null || head - point <= Math.abs(upto - point)
    if (fromHead) return total - (await this.#between(subscription, point, head))
    if (point >= upto) return matched + (await this.#between(subscription, upto, point))
    return matched - (await this.#between(subscription, point, upto))
  }

  async #between(subscription: Subscription, after: number, upTo: number): Promise<number> {
    const { events, name } = subscription
    if (after >= upTo) return 0
    const key = `${after}:${upTo}`
    const underWay = this.#counted.get(key) ?? this.#count(after, upTo)
    this.#counted.set(key, underWay)
    const { lines, all, scale } = await underWay
    let count = lines.get(`@${name}`) ?? 0
    if (events === null) count += all
    else for (const event of events) count += lines.get(event) ?? 0
    return Math.round(count * scale)
  }

  async #count(after: number, upTo: number): Promise<Counted> {
    const { pageMessages, pageBytes } = this.#limits
    const lines = new Map<string, number>()
    let all = 0
    let at = after
    for (let pages = 0; at < upTo && pages < PAGES_MOST; pages++) {
      this.#pages++
      const page = await this.#log.read(this.#queue.id, at, upTo, pageMessages, pageBytes)
      for (const { event, only } of page.messages) {
        const line = only === null ? event : `@${only}`
        lines.set(line, (lines.get(line) ?? 0) + 1)
        if (only === null) all++
      }
      at = page.through
    }
    return { lines, all, scale: (upTo - after) / (at - after) }
  }
}

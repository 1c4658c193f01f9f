import type { Limits } from '../limits.ts'
import type { QueuedMessage } from '../model.ts'
import type { Clock, Log } from '../ports.ts'
import type { Queue, Subscription } from '../state.ts'
import { indexAbove, type WindowTally } from '../structures/window.ts'

interface CachedPage {
  readonly queue: Queue
  readonly after: number
  readonly through: number
  readonly messages: readonly QueuedMessage[]
  readonly bytes: number
}

/** What a page says about the place above a seq. `null`: no page covers it. */
export interface Ahead {
  readonly message: QueuedMessage | undefined
  readonly through: number
}

const READ_AGAIN_MS = 1_000
/** What a page, and a message in it, take beside the message's bytes: many pages hold a single small one. */
const PAGE_COSTS = 1_024
const MESSAGE_COSTS = 256

/**
 * Pages of the log for subscriptions that are behind, shared between them, 64 MiB in all, least recently used out first.
 * Every read is bounded on both sides, and one that is already under way is waited for.
 */
export class Pages {
  readonly #log: Log
  readonly #clock: Clock
  readonly #limits: Limits
  readonly #wake: (subscription: Subscription) => void
  readonly #warn: (error: unknown) => void
  readonly #windows: WindowTally
  /** In order of use, the least recent first. */
  readonly #pages = new Set<CachedPage>()
  readonly #byQueue = new Map<Queue, CachedPage[]>()
  readonly #reads = new Map<string, Subscription[]>()
  #bytes = 0

  constructor(deps: {
    log: Log
    clock: Clock
    limits: Limits
    wake: (subscription: Subscription) => void
    warn: (error: unknown) => void
    windows: WindowTally
  }) {
    this.#log = deps.log
    this.#clock = deps.clock
    this.#limits = deps.limits
    this.#wake = deps.wake
    this.#warn = deps.warn
    this.#windows = deps.windows
  }

  /** The first message above `seq` of the page that covers it; who reads on finds it in the one that came last. */
  above(queue: Queue, seq: number): Ahead | null {
    const own = this.#byQueue.get(queue) ?? []
    for (let i = own.length - 1; i >= 0; i--) {
      const page = own[i]
      if (page === undefined || page.after > seq || seq >= page.through) continue
      this.#pages.delete(page)
      this.#pages.add(page)
      return { message: page.messages[indexAbove(page.messages, 0, seq)], through: page.through }
    }
    return null
  }

  /** Reads the page above `after`; the subscription is woken when it is there. */
  read(subscription: Subscription, after: number): void {
    const { queue } = subscription
    if (subscription.reading) return
    subscription.reading = true
    const key = `${queue.id}:${after}`
    const waiting = this.#reads.get(key)
    if (waiting !== undefined) {
      waiting.push(subscription)
      return
    }
    this.#reads.set(key, [subscription])
    const { pageMessages, pageBytes } = this.#limits
    this.#log.read(queue.id, after, queue.committed, pageMessages, pageBytes).then(
      (page) => {
        this.#keep({ queue, after, through: page.through, messages: page.messages, bytes: bytesOf(page.messages) })
        this.#arrived(key)
      },
      (error: unknown) => {
        this.#warn(error)
        this.#clock.at(this.#clock.now() + READ_AGAIN_MS, () => this.#arrived(key))
      },
    )
  }

  /** A deleted queue's pages go at once. */
  forget(queue: Queue): void {
    for (const page of this.#byQueue.get(queue) ?? []) this.#forget(page)
  }

  #arrived(key: string): void {
    const waiting = this.#reads.get(key) ?? []
    this.#reads.delete(key)
    for (const subscription of waiting) {
      subscription.reading = false
      this.#wake(subscription)
    }
  }

  #keep(page: CachedPage): void {
    if (page.through <= page.after || page.queue.deleted) return
    this.#pages.add(page)
    this.#bytes += page.bytes
    const own = this.#byQueue.get(page.queue)
    if (own === undefined) this.#byQueue.set(page.queue, [page])
    else own.push(page)
    for (const oldest of this.#pages) {
      if (this.#bytes + this.#windows.bytes <= this.#limits.cacheBytes || oldest === page) break
      this.#forget(oldest)
    }
  }

  #forget(page: CachedPage): void {
    this.#pages.delete(page)
    this.#bytes -= page.bytes
    const own = (this.#byQueue.get(page.queue) ?? []).filter((other) => other !== page)
    if (own.length === 0) this.#byQueue.delete(page.queue)
    else this.#byQueue.set(page.queue, own)
  }
}

function bytesOf(messages: readonly QueuedMessage[]): number {
  let bytes = PAGE_COSTS
  for (const message of messages) bytes += message.bytes + MESSAGE_COSTS
  return bytes
}

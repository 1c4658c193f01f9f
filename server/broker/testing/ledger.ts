import type { PublishOutcome } from '../api.ts'
import type { MemoryLog } from '../memory-log.ts'
import type { QueuedMessage } from '../model.ts'
import type { TestLink } from './recorder.ts'

/** What one subscription got, and what it settled for good. */
interface SubscriptionBook {
  readonly delivered: Set<number>
  /** Settlements that were answered as on disk. */
  readonly settledForGood: Set<number>
  /** Highest first dispatch, by who counts together: a key, and a consumer where they get batches. */
  readonly highestFirst: Map<string, number>
  readonly lastHolder: Map<number, TestLink>
}

/** Keeps what the world was told, and objects when the broker breaks its word. */
export class Ledger {
  readonly confirmed = new Map<string, QueuedSeqs>()
  readonly #books = new Map<string, SubscriptionBook>()
  readonly #memory: MemoryLog

  /** The first promise that was broken. */
  broken: string | null = null

  constructor(memory: MemoryLog) {
    this.#memory = memory
  }

  /** A publisher was answered. */
  answered(queue: string, id: string | undefined, outcome: PublishOutcome, now: number): void {
    if (outcome.kind !== 'stored') return
    const seqs = this.#seqsOf(queue)
    const stored = this.stored(queue, outcome.seq)
    if (stored === undefined) return this.object(`confirmed ${queue} ${outcome.seq}, which is not in the log`)
    if (outcome.duplicate !== seqs.has(outcome.seq) && !outcome.duplicate) {
      return this.object(`seq ${outcome.seq} of ${queue} was confirmed twice`)
    }
    const before = id === undefined ? undefined : [...seqs.values()].find((m) => m.id === id)
    if (before !== undefined && !outcome.duplicate && now - before.publishedAt < 300_000) {
      return this.object(`${id} of ${queue} was stored twice: ${before.seq} and ${outcome.seq}`)
    }
    seqs.set(outcome.seq, stored)
  }

  delivered(subscription: string, message: QueuedMessage, holder: TestLink, batch: boolean): void {
    const book = this.#book(message.queue, subscription)
    const { seq } = message
    if (this.stored(message.queue, seq) === undefined) return this.object(`${seq} was sent before it was committed`)
    if (book.settledForGood.has(seq))
      return this.object(`${subscription} got ${seq} again after a confirmed settlement`)
    if (!book.delivered.has(seq)) this.#first(book, subscription, message, batch ? holder.id : '')
    book.delivered.add(seq)
    book.lastHolder.set(seq, holder)
  }

  holds(queue: string, subscription: string, seq: number, link: TestLink): boolean {
    return this.#book(queue, subscription).lastHolder.get(seq) === link
  }

  settledForGood(queue: string, subscription: string, seqs: Iterable<number>): void {
    for (const seq of seqs) this.#book(queue, subscription).settledForGood.add(seq)
  }

  gotOrDead(queue: string, subscription: string, seq: number): boolean {
    const dead = this.#memory.letters.some((l) => l.queue === queue && l.subscription === subscription && l.seq === seq)
    return dead || this.#book(queue, subscription).delivered.has(seq)
  }

  /** A message as the log has it. */
  stored(queue: string, seq: number): QueuedMessage | undefined {
    const found = [...this.#memory.queues.values()].find(({ record }) => record.name === queue)
    return found?.messages.find((message) => message.seq === seq)
  }

  /** A promise is broken; the first one counts. */
  object(what: string): void {
    this.broken ??= what
  }

  /** First dispatches rise: over all messages without a key, and within each key; a batch is handed over as a whole. */
  #first(book: SubscriptionBook, subscription: string, message: QueuedMessage, holder: string): void {
    const scope = `${holder}|${message.key}`
    const before = book.highestFirst.get(scope) ?? 0
    if (message.seq < before)
      return this.object(`${subscription} got ${message.seq} for the first time after ${before}`)
    book.highestFirst.set(scope, message.seq)
  }

  #seqsOf(queue: string): QueuedSeqs {
    const known = this.confirmed.get(queue)
    if (known !== undefined) return known
    const fresh: QueuedSeqs = new Map()
    this.confirmed.set(queue, fresh)
    return fresh
  }

  #book(queue: string, subscription: string): SubscriptionBook {
    const name = `${queue}/${subscription}`
    const known = this.#books.get(name)
    if (known !== undefined) return known
    const fresh: SubscriptionBook = {
      delivered: new Set(),
      settledForGood: new Set(),
      highestFirst: new Map(),
      lastHolder: new Map(),
    }
    this.#books.set(name, fresh)
    return fresh
  }
}

type QueuedSeqs = Map<number, QueuedMessage>

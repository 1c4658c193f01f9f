/** One page of a search along the log: however rare a match is, it ends in time and says how far it has looked. */
import type { DeliveryView, QueueView } from '../../broker/api.ts'
import type { Position } from '../../broker/model.ts'
import { type MessagesPage, type MessagesRequest, QueryTimeoutError, type Reached } from '../../store/queries/types.ts'
import type { ApiDeps } from '../deps.ts'
import { deliveriesOf } from './show.ts'

/** A page ends after it where the search is, with a cursor to go on: with one more query it stays below a second. */
const PAGE_MS = 600
/** A page ends above this, so that 200 payloads of 256 KiB are not one answer. */
export const PAGE_BYTES = 4 * 1_048_576
/** Rows that one query looks at: as many as it does in this time. */
const FIRST_WINDOW = 20_000
const LEAST_WINDOW = 200
const MOST_WINDOW = 400_000
const QUICK_MS = 100
const SLOW_MS = 250
/** Bytes that one query looks at, and those that it answers with, by what the queue's messages have on average. */
const SCANNED_BYTES = 64 * 1_048_576
const ANSWERED_BYTES = 2 * PAGE_BYTES
/** Rows read at once where each must be looked at here, and the deliveries that they may have between them. */
const CHUNK = 200
const CHUNK_CELLS = 5_000

export interface Row {
  readonly stored: MessagesPage['items'][number]
  readonly views: readonly DeliveryView[]
}

export interface Found {
  readonly rows: readonly Row[]
  readonly next: Position | null
  readonly scanned: number
  readonly reached: Reached | null
}

export type Search = Omit<MessagesRequest, 'limit' | 'after' | 'window'>

export interface PageAsked {
  readonly limit: number
  readonly after: Position | null
  /** Rows up to this seq are none of the list. */
  readonly gone: number
  /** `null` where rows need no look of their own. */
  readonly keep: ((row: Row) => boolean) | null
  /** Who asked went away: nobody reads the answer. */
  readonly signal: AbortSignal
}

async function withDeliveries({ broker, reader }: ApiDeps, queue: QueueView, items: MessagesPage['items']) {
  const seqs = items.flatMap(({ message }) => (message.seq === null ? [] : [message.seq]))
  const letters = queue.dead === 0 || seqs.length === 0 ? [] : await reader.deadLettersOf(queue.id, seqs)
  const views = deliveriesOf(broker, queue.name, items, letters)
  return items.map((stored, at): Row => ({ stored, views: views[at] ?? [] }))
}

/** Looking at a chunk takes the broker's own time: it is smaller where each row has many deliveries. */
function chunkOf({ broker }: ApiDeps, queue: QueueView): number {
  const subscribers = queue.subscriptions + broker.presence(queue.name).length
  return Math.max(10, Math.min(CHUNK, Math.floor(CHUNK_CELLS / Math.max(1, subscribers))))
}

/** Rows that the next query may look at, by how long the last one took. */
function nextWindow(window: number, tookMs: number): number {
  if (tookMs < QUICK_MS) return Math.min(MOST_WINDOW, window * 3)
  return tookMs > SLOW_MS ? Math.max(LEAST_WINDOW, Math.floor(window / 2)) : window
}

const averageBytes = ({ storedBytes, firstSeq, lastSeq }: QueueView): number =>
  Math.max(1, storedBytes / Math.max(1, lastSeq - firstSeq))

const atLeastOne = (count: number): number => Math.max(1, Math.floor(count))

/** One page, read stretch by stretch. */
class PageSearch {
  readonly rows: Row[] = []
  after: Position | null
  scanned = 0
  reached: Reached | null = null
  #bytes = 0
  #window = FIRST_WINDOW
  readonly #deps: ApiDeps
  readonly #queue: QueueView
  readonly #search: Search
  readonly #page: PageAsked

  constructor(deps: ApiDeps, queue: QueueView, search: Search, page: PageAsked) {
    this.#deps = deps
    this.#queue = queue
    this.#search = search
    this.#page = page
    this.after = page.after
  }

  /** Until the page is full, the log ends, the time is up or nobody waits any more. */
  async run(): Promise<Found> {
    const ends = this.#deps.now() + PAGE_MS
    let more: boolean
    do more = await this.#stretch()
    while (more && this.#deps.now() < ends && !this.#page.signal.aborted)
    return { rows: this.rows, next: this.after, scanned: this.scanned, reached: this.reached }
  }

  /** `false` where the page ends. */
  async #stretch(): Promise<boolean> {
    const began = this.#deps.now()
    const read = await this.#read()
    if (read === null) return false
    this.#window = nextWindow(this.#window, this.#deps.now() - began)
    const rows = await withDeliveries(this.#deps, this.#queue, read.items)
    for (const [at, row] of rows.entries()) {
      if (!this.#takes(row)) continue
      const isLast = read.next === null && at === rows.length - 1
      if (!isLast && this.#isFull()) return this.#endAt(row, at + 1)
    }
    this.scanned += read.scanned
    this.reached = read.reached ?? this.reached
    this.after = read.next
    return this.after !== null && !this.#isFull()
  }

  /** `null`: it took too long, and there is something to answer already. @throws QueryTimeoutError where there is not */
  async #read(): Promise<MessagesPage | null> {
    try {
      return await this.#deps.reader.listMessages(this.#request())
    } catch (error) {
      if (!(error instanceof QueryTimeoutError)) throw error
      if (this.scanned > 0) return null
      this.#window = LEAST_WINDOW
      return await this.#deps.reader.listMessages(this.#request())
    }
  }

  #request(): MessagesRequest {
    const { limit, keep } = this.#page
    // Where most rows match, as many as are wanted are enough.
    const rows = keep === null || this.scanned === 0 ? limit - this.rows.length : chunkOf(this.#deps, this.#queue)
    const bytes = averageBytes(this.#queue)
    return {
      ...this.#search,
      after: this.after,
      limit: atLeastOne(Math.min(rows, ANSWERED_BYTES / Math.min(bytes, this.#search.preview ?? bytes))),
      window: atLeastOne(Math.min(this.#window, SCANNED_BYTES / bytes)),
    }
  }

  #takes(row: Row): boolean {
    const { message } = row.stored
    if ((message.seq !== null && message.seq <= this.#page.gone) || this.#page.keep?.(row) === false) return false
    this.rows.push(row)
    this.#bytes += Math.min(message.bytes, this.#search.preview ?? message.bytes)
    return true
  }

  #isFull(): boolean {
    return this.rows.length >= this.#page.limit || this.#bytes > PAGE_BYTES
  }

  /** `looked`: rows of its stretch up to it, as far as they came here. */
  #endAt({ stored: { position, message } }: Row, looked: number): false {
    this.after = position
    this.scanned += looked
    this.reached = { position, publishedAt: message.publishedAt }
    return false
  }
}

export const searchLog = (deps: ApiDeps, queue: QueueView, search: Search, page: PageAsked): Promise<Found> =>
  new PageSearch(deps, queue, search, page).run()

/** Pages of what is in memory: queues, subscriptions, connections. */
import { compareKeys, decodeCursor, encodeCursor, type Filters, type Key } from './cursor.ts'
import { badRequest } from './fault.ts'

export interface PageRequest extends Filters {
  readonly limit: number
  readonly cursor?: string | undefined
}

export interface Listing<Row> {
  /** Names the list in its cursors. */
  readonly list: string
  readonly rows: readonly Row[]
  /** Immutable, and no two rows have the same. */
  readonly keyOf: (row: Row) => Key
  readonly descending?: boolean
}

export interface PageOf<Row> {
  readonly rows: readonly Row[]
  readonly nextCursor: string | null
}

/** One page in the order of immutable keys. */
export function pageByKey<Row>(listing: Listing<Row>, request: PageRequest): PageOf<Row> {
  const { list, keyOf, descending = false } = listing
  const order = (a: Key, b: Key): number => (descending ? compareKeys(b, a) : compareKeys(a, b))
  const sorted = [...listing.rows].sort((a, b) => order(keyOf(a), keyOf(b)))
  const first = sorted[0]
  if (first === undefined) return { rows: [], nextCursor: null }
  const after = request.cursor === undefined ? null : decodeCursor(list, request, request.cursor, keyOf(first))
  const rest = after === null ? sorted : sorted.filter((row) => order(keyOf(row), after) > 0)
  const rows = rest.slice(0, request.limit)
  const last = rows.at(-1)
  const more = last !== undefined && rest.length > rows.length
  return { rows, nextCursor: more ? encodeCursor(list, request, keyOf(last)) : null }
}

interface Order {
  readonly names: readonly string[]
  readonly madeAt: number
}

// 32 readers going through as many as 10,000 names each: a few MiB at the very most.
const ORDERS_KEPT = 32
const KEPT_MS = 5 * 60_000

/**
 * Pages in an order that changes while one reads, such as most pending first. The order is that of the first page and
 * is kept for five minutes, so that each row comes exactly once however its figure moves meanwhile.
 */
export class FrozenOrders {
  readonly #orders = new Map<number, Order>()
  readonly #now: () => number
  #last = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** @throws Fault E_BAD_REQUEST where the order of this cursor is no longer kept. */
  page<Row>(
    listing: { list: string; rows: readonly Row[]; nameOf: (row: Row) => string; compare: (a: Row, b: Row) => number },
    request: PageRequest,
  ): PageOf<Row> {
    const byName = new Map(listing.rows.map((row) => [listing.nameOf(row), row]))
    const [id, offset] = this.#place(listing.list, request)
    const names = id === 0 ? [...listing.rows].sort(listing.compare).map(listing.nameOf) : this.#names(id)
    const rows: Row[] = []
    let at = offset
    for (; at < names.length && rows.length < request.limit; at += 1) {
      const row = byName.get(names[at] ?? '')
      if (row !== undefined) rows.push(row)
    }
    if (at >= names.length) return { rows, nextCursor: null }
    const kept = id === 0 ? this.#keep(names) : id
    return { rows, nextCursor: encodeCursor(listing.list, request, [kept, at]) }
  }

  #place(list: string, request: PageRequest): readonly [number, number] {
    if (request.cursor === undefined) return [0, 0]
    const [id, offset] = decodeCursor(list, request, request.cursor, [0, 0])
    return [Number(id), Math.max(0, Number(offset))]
  }

  #names(id: number): readonly string[] {
    const order = this.#orders.get(id)
    if (order === undefined || order.madeAt + KEPT_MS < this.#now())
      throw badRequest('This cursor is older than five minutes: start again without it.', 'cursor')
    return order.names
  }

  #keep(names: readonly string[]): number {
    this.#last += 1
    this.#orders.set(this.#last, { names, madeAt: this.#now() })
    const oldest = this.#orders.keys().next().value
    if (this.#orders.size > ORDERS_KEPT && oldest !== undefined) this.#orders.delete(oldest)
    return this.#last
  }
}

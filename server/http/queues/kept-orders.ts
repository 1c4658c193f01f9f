/** Orders that are kept while somebody looks: 32 of as many as 10,000 names are a few MiB at the very most. */
const KEPT = 32
const KEPT_MS = 5 * 60_000

interface Kept {
  readonly question: string
  names: readonly string[]
  usedAt: number
}

interface Window<Row> {
  readonly rows: readonly Row[]
  /** Asking with it keeps rows in their places. */
  readonly order: string
}

interface Asked<Row> {
  readonly rows: readonly Row[]
  readonly nameOf: (row: Row) => string
  readonly compare: (a: Row, b: Row) => number
  /** Everything that the order depends on: another question is another order. */
  readonly question: string
  readonly order: string | undefined
  readonly offset: number
  readonly limit: number
}

/**
 * A sorted list of which somebody sees a window and asks for it again and again: rows keep their places while their
 * figures change, those that are gone leave, new ones come last. An order that is no longer kept begins anew.
 */
export class KeptOrders {
  readonly #kept = new Map<string, Kept>()
  readonly #now: () => number
  #last = 0

  constructor(now: () => number) {
    this.#now = now
  }

  window<Row>(asked: Asked<Row>): Window<Row> {
    const { rows, nameOf, offset, limit } = asked
    const byName = new Map(rows.map((row) => [nameOf(row), row]))
    const [order, kept] = this.#of(asked)
    kept.names = steady(kept.names, byName)
    kept.usedAt = this.#now()
    const shown = kept.names.slice(offset, offset + limit)
    return { rows: shown.flatMap((name) => byName.get(name) ?? []), order }
  }

  #of<Row>({ rows, nameOf, compare, question, order }: Asked<Row>): readonly [string, Kept] {
    const known = order === undefined ? undefined : this.#kept.get(order)
    if (order !== undefined && known?.question === question && known.usedAt + KEPT_MS >= this.#now()) {
      // Moved to the end: the one that nobody has used for longest is let go first.
      this.#kept.delete(order)
      this.#kept.set(order, known)
      return [order, known]
    }
    const names = [...rows].sort(compare).map(nameOf)
    const kept = { question, names, usedAt: this.#now() }
    return [this.#keep(kept), kept]
  }

  #keep(kept: Kept): string {
    this.#last += 1
    const order = String(this.#last)
    this.#kept.set(order, kept)
    const oldest = this.#kept.keys().next().value
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest)
    return order
  }
}

/** Known names keep their places, new ones follow. */
function steady(before: readonly string[], now: ReadonlyMap<string, unknown>): readonly string[] {
  const here = before.filter((name) => now.has(name))
  if (here.length === now.size) return here.length === before.length ? before : here
  const known = new Set(here)
  return [...here, ...[...now.keys()].filter((name) => !known.has(name))]
}

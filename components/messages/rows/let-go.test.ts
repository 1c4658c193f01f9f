import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessagePage } from '../../../lib/api.ts'
import { aMessage } from '../testing/a-message.ts'
import { type Book, EMPTY, held, heldCount, MOST_ROWS, released, withNewest, withOlder } from './book.ts'
import { jumped, pageAt, rowsAbove, slimAbove, withAbove } from './let-go.ts'

const PAGE = 60

/** A log that answers as the API does: a cursor names the seq that a page begins below. */
class Log {
  last: number
  constructor(last: number) {
    this.last = last
  }
  page(cursor: string | null): MessagePage {
    const from = cursor === null ? this.last : Number(cursor) - 1
    const seqs = Array.from({ length: Math.min(PAGE, from) }, (_, at) => from - at)
    const items = seqs.map((seq) => aMessage({ id: `id-${seq}`, seq, position: { seq, ord: 0 } }))
    const next = seqs.at(-1) ?? 1
    const scan = { scanned: items.length, upToSeq: next, upToAt: null, done: next <= 1 }
    return { items, nextCursor: next > 1 ? String(next) : null, scan }
  }
}

const seqs = (book: Book) => book.rows.map((row) => row.message.seq ?? 0)
const begun = (log: Log) => held(withNewest(EMPTY, log.page(null)))
const down = (log: Log, book: Book) =>
  book.older === null ? book : slimAbove(withOlder(book, log.page(book.older), book.older))
const up = (log: Log, book: Book) => {
  const last = book.above.at(-1)
  return last === undefined ? book : withAbove(book, log.page(last.cursor), last.cursor)
}

const to = (log: Log, book: Book, at: number) => {
  const cursor = book.above[at]?.cursor ?? null
  return jumped(book, at, log.page(cursor), cursor)
}

/** A page is asked for now; the answer takes it in, whatever became of the book meanwhile. */
function asked(log: Log, book: Book, side: 'older' | 'above' | 'jump', index: number): (now: Book) => Book {
  const { older, above } = book
  if (side === 'older') {
    const page = older === null ? null : log.page(older)
    return (now) => (page === null ? now : slimAbove(withOlder(now, page, older)))
  }
  const at = side === 'jump' && above.length > 0 ? pageAt(book, index % rowsAbove(book)) : above.length - 1
  const cursor = above[at]?.cursor
  if (cursor === undefined) return (now) => now
  const page = log.page(cursor)
  return (now) => (side === 'jump' ? jumped(now, at, page, cursor) : withAbove(now, page, cursor))
}

/** What a reader may rely on: rows in order without a gap, no more than the bound, and room for all that is above. */
function sound(book: Book, first: number) {
  const shown = seqs(book)
  expect(shown).toEqual(shown.map((_, at) => (shown[0] ?? 0) - at))
  expect(shown.length).toBeLessThanOrEqual(MOST_ROWS + PAGE)
  expect(rowsAbove(book) + (shown[0] ?? 0)).toBe(first)
}

describe('rows that were let go', () => {
  it('keep their room and come again, however far down and up', () => {
    const log = new Log(6_000)
    let book = begun(log)
    for (let step = 0; step < 60; step++) {
      book = down(log, book)
      sound(book, 6_000)
    }
    expect(book.rows.length).toBeLessThanOrEqual(MOST_ROWS)
    expect(rowsAbove(book)).toBeGreaterThan(2_000)
    while (book.above.length > 0) {
      book = up(log, book)
      sound(book, 6_000)
    }
    expect(seqs(book)[0]).toBe(6_000)
  })

  it('hide no gap where more rows stand there by now', () => {
    const log = new Log(3_000)
    let book = begun(log)
    while (book.above.length === 0) book = down(log, book)
    log.last += 500
    for (let steps = 0; book.above.length > 0; steps++) {
      book = up(log, book)
      const shown = seqs(book)
      expect(shown).toEqual(shown.map((_, at) => (shown[0] ?? 0) - at))
      expect(steps).toBeLessThan(40)
    }
    expect(seqs(book)[0]).toBe(3_500)
  })

  it('are reached by a jump, from where it goes on in both directions', () => {
    const log = new Log(6_000)
    let book = begun(log)
    for (let step = 0; step < 60; step++) book = down(log, book)
    const at = pageAt(book, 700)
    book = to(log, book, at)
    sound(book, 6_000)
    expect(seqs(book)).toContain(6_000 - 700)
    book = down(log, up(log, book))
    sound(book, 6_000)
    expect(book.rows).toHaveLength(3 * PAGE)
  })

  it('count what is newer than they are, and begin anew when nobody reads', () => {
    const log = new Log(3_000)
    let book = begun(log)
    while (book.above.length === 0) book = down(log, book)
    log.last += 7
    book = withNewest(book, log.page(null))
    expect([heldCount(book), book.overflow]).toEqual([7, false])
    log.last += 100
    book = withNewest(book, log.page(null))
    expect([heldCount(book), book.overflow]).toEqual([60, true])
    expect(released(book)).toEqual(EMPTY)
  })

  it('leave no gap either where pages come after the reader turned round', () => {
    const log = new Log(6_000)
    const asks = fc.array(fc.tuple(fc.constantFrom('older', 'above', 'jump'), fc.nat(6_000), fc.boolean()), {
      maxLength: 120,
    })
    fc.assert(
      fc.property(asks, (moves) => {
        let book = begun(log)
        let waiting: ((now: Book) => Book)[] = []
        for (const [side, index, comes] of moves) {
          waiting.push(asked(log, book, side, index))
          if (!comes) continue
          for (const take of waiting) {
            book = take(book)
            sound(book, 6_000)
          }
          waiting = []
        }
      }),
      { numRuns: 200 },
    )
  })

  it('never leave a gap or too many rows, whatever the way', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('down', 'up', 'jump'), fc.nat(6_000)), { maxLength: 80 })
    fc.assert(
      fc.property(steps, (way) => {
        const log = new Log(6_000)
        let book = begun(log)
        for (const [step, index] of way) {
          if (step === 'down') book = down(log, book)
          else if (step === 'up') book = up(log, book)
          else if (book.above.length > 0) {
            book = to(log, book, pageAt(book, index % rowsAbove(book)))
          }
          sound(book, 6_000)
        }
      }),
      { numRuns: 60 },
    )
  })
})

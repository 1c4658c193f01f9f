import type { MessagePage } from '../../../lib/api.ts'
import { type Book, compare, EMPTY, type LetGo, MOST_ROWS, placeOf, type Row, rowsOf } from './book.ts'

/** So many stay when rows are let go: on either side of the reader, more than is fetched ahead of who turns round. */
const STAY = 840

/** Rows above the first one that are not in memory. */
export function rowsAbove(book: Book): number {
  return book.above.reduce((sum, one) => sum + one.rows, 0)
}

/** After reading on downwards: whole pages at the top are let go once there are too many. */
export function slimAbove(book: Book): Book {
  const { rows } = book
  if (rows.length <= MOST_ROWS) return book
  let cut = rows.length - STAY
  // A page is fetched again as a whole, so it goes as a whole.
  while (cut > 0 && rows[cut]?.page === rows[cut - 1]?.page) cut--
  if (cut === 0) return book
  const [first] = rows
  return {
    ...book,
    rows: rows.slice(cut),
    above: [...book.above, ...pagesOf(rows.slice(0, cut))],
    newest: book.newest ?? (first === undefined ? null : placeOf(first.message)),
  }
}

/** After reading on upwards: the same at the bottom. */
function slimBelow(book: Book): Book {
  const { rows } = book
  if (rows.length <= MOST_ROWS) return book
  let cut = STAY
  while (cut < rows.length && rows[cut]?.page === rows[cut - 1]?.page) cut++
  const first = rows[cut]
  return first === undefined ? book : { ...book, rows: rows.slice(0, cut), older: first.page }
}

function pagesOf(rows: readonly Row[]): readonly LetGo[] {
  const pages: { cursor: string | null; rows: number }[] = []
  for (const row of rows) {
    const last = pages.at(-1)
    if (last !== undefined && last.cursor === row.page) last.rows++
    else pages.push({ cursor: row.page, rows: 1 })
  }
  return pages
}

/**
 * The page of the last ones that were let go has come, which `cursor` asked for; others may be the last by now. Where it
 * does not reach down to the first row, because more fits the question by now, what lies between is fetched before it
 * shows: there is no hidden gap.
 */
export function withAbove(book: Book, page: MessagePage, cursor: string | null): Book {
  const last = book.above.at(-1)
  const [first] = book.rows
  if (last === undefined || first === undefined || last.cursor !== cursor) return book
  const known = new Set(book.rows.map((row) => row.key))
  const all = rowsOf(page, last.cursor)
  const fresh = all.filter((row) => !known.has(row.key) && compare(placeOf(row.message), placeOf(first.message)) > 0)
  const reaches = fresh.length < all.length || page.nextCursor === null || page.nextCursor === first.page
  const others = book.above.slice(0, -1)
  if (!reaches) {
    const between = { cursor: page.nextCursor, rows: Math.max(1, last.rows - all.length) }
    return { ...book, above: [...others, { cursor: last.cursor, rows: all.length }, between] }
  }
  return slimBelow({ ...whole(book, others), rows: [...fresh, ...book.rows] })
}

/** Far from what is in memory: the book goes on from the page that holds the row at `index`. */
export function pageAt(book: Book, index: number): number {
  let before = 0
  for (const [at, one] of book.above.entries()) {
    before += one.rows
    if (index < before) return at
  }
  return book.above.length - 1
}

/** That page has come, which `cursor` asked for; another one may stand there by now. */
export function jumped(book: Book, at: number, page: MessagePage, cursor: string | null): Book {
  if (book.above[at]?.cursor !== cursor) return book
  return { ...whole(book, book.above.slice(0, at)), rows: rowsOf(page, cursor), older: page.nextCursor }
}

/** Nothing is let go any more: from here on it is a book like any other. */
function whole(book: Book, above: readonly LetGo[]): Book {
  if (above.length > 0) return { ...book, above }
  return { ...book, above, newer: EMPTY.newer, newest: EMPTY.newest }
}

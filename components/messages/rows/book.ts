import type { MessageItem, MessagePage } from '../../../lib/api.ts'

/**
 * The rows of one question, newest first and without a gap between them. Pages come in from both ends: the newest one
 * again and again, older ones as the reader goes down. A row that was shown keeps its place; only its cells change.
 */
export interface Book {
  readonly rows: readonly Row[]
  /** Where the next older page begins; `null` at the end. */
  readonly older: string | null
  /** Rows above this position are held back while somebody reads; `null` lets them in. */
  readonly top: Position | null
  /** More came in than one page holds while rows were held back: the count of held ones is a least one. */
  readonly overflow: boolean
  /** Rows that were let go above the first one, the newest first, so that a long way down costs no memory. */
  readonly above: readonly LetGo[]
  /** While rows are let go above: how many came above the newest of them since. */
  readonly newer: number
  /** The newest that was let go. */
  readonly newest: Position | null
}

/** Where rows that were let go come from again. */
export interface LetGo {
  /** The cursor of their page; `null` for the newest. */
  readonly cursor: string | null
  readonly rows: number
}

export interface Row {
  readonly key: string
  readonly message: MessageItem
  /** The cursor of the page that it came with; `null` for the newest. */
  readonly page: string | null
  /** It no longer matches the question, but somebody is reading it. */
  readonly gone: boolean
}

export type Position = NonNullable<MessageItem['position']>

export const EMPTY: Book = {
  rows: [],
  older: null,
  top: null,
  overflow: false,
  above: [],
  newer: 0,
  newest: null,
}

/** Beyond this many rows a book that nobody reads begins anew, and one that is read stops taking in what is held back. */
export const MOST_ROWS = 1_200

/** The newest page has come. Rows that it should hold and does not have stopped matching. */
export function withNewest(book: Book, page: MessagePage): Book {
  const fresh = rowsOf(page, null)
  if (book.above.length > 0) return counted(book, fresh, page)
  if (book.rows.length === 0) {
    // Nothing has been found so far, and the search is further down already.
    if (fresh.length === 0 && book.older !== null) return book
    return { ...book, rows: fresh, older: page.nextCursor }
  }
  const last = fresh.at(-1)
  if (last === undefined && page.nextCursor !== null) return book
  const covers = (row: Row) => page.nextCursor === null || (last !== undefined && !isAbove(last, row))
  if (book.rows.length > MOST_ROWS || !book.rows.some(covers)) return restarted(book, fresh, page)
  const older = page.nextCursor === null ? null : book.older
  return { ...book, older, rows: merged(book, fresh, covers) }
}

/** Rows at the top were let go: what is newer than they are is only counted. */
function counted(book: Book, fresh: readonly Row[], page: MessagePage): Book {
  const { newest } = book
  const newer = fresh.filter((row) => newest !== null && compare(placeOf(row.message), newest) > 0).length
  return { ...book, newer, overflow: newer === fresh.length && page.nextCursor !== null }
}

/** The page after the oldest row has come, which `cursor` asked for; another row may be the oldest by now. */
export function withOlder(book: Book, page: MessagePage, cursor: string | null): Book {
  if (cursor !== book.older) return book
  const known = new Set(book.rows.map((row) => row.key))
  const rows = rowsOf(page, cursor).filter((row) => !known.has(row.key))
  return { ...book, rows: [...book.rows, ...rows], older: page.nextCursor }
}

/** Rows further down were fetched again: their cells change in place; those that the page lacks stopped matching. */
export function withFresh(book: Book, page: MessagePage): Book {
  // What is not due yet stands on top of every page, whatever the page is about: it says nothing of the rows between.
  const rows = rowsOf(page, null).filter((row) => row.message.position !== null)
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) return book
  const fresh = new Map(rows.map((row) => [row.key, row]))
  const covers = (row: Row) => !isAbove(row, first) && !isAbove(last, row)
  const next = book.rows.map((row) => renewed(row, fresh.get(row.key), covers(row)))
  return { ...book, rows: book.top === null ? next.filter((row) => !row.gone) : next }
}

function renewed(row: Row, fresh: Row | undefined, covered: boolean): Row {
  if (fresh !== undefined) return { ...fresh, page: row.page }
  return covered ? { ...row, gone: true } : row
}

/** Somebody begins to read: what comes from now on is held back. */
export function held(book: Book): Book {
  const first = book.rows[0]
  return book.top !== null || first === undefined ? book : { ...book, top: placeOf(first.message) }
}

/** Nobody reads any more: everything shows, what stopped matching goes. After an overflow the book is empty again. */
export function released(book: Book): Book {
  if (book.top === null) return book
  if (book.overflow || book.above.length > 0) return EMPTY
  return { ...book, top: null, rows: book.rows.filter((row) => !row.gone) }
}

/** The rows that show. */
export function shownRows(book: Book): readonly Row[] {
  const { top } = book
  return top === null ? book.rows : book.rows.filter((row) => compare(placeOf(row.message), top) <= 0)
}

/** How many wait above them. */
export function heldCount(book: Book): number {
  if (book.above.length > 0) return book.newer
  return book.rows.length - shownRows(book).length
}

/** A delayed message has no place yet: it stands above all that have one, what is due first on top. */
export function placeOf({ position, dueAt }: MessageItem): Position {
  return position ?? { seq: Number.MAX_SAFE_INTEGER, ord: -Date.parse(dueAt ?? '') || 0 }
}

/** Negative where `a` is older than `b`. */
export function compare(a: Position, b: Position): number {
  return a.seq - b.seq || a.ord - b.ord
}

export function rowsOf(page: MessagePage, cursor: string | null): readonly Row[] {
  return page.items.map((message) => ({ key: rowKey(message), message, page: cursor, gone: false }))
}

/** A scheduled message has no place yet, so its id stands in. */
export function rowKey(message: MessageItem): string {
  const place = message.position === null ? '' : `${message.position.seq}.${message.position.ord}`
  return `${place}.${message.id}`
}

function isAbove(a: Row, b: Row): boolean {
  return compare(placeOf(b.message), placeOf(a.message)) < 0
}

/** The newest page does not reach down to what is known, so rows between are unknown: begin anew, or later if held. */
function restarted(book: Book, rows: readonly Row[], page: MessagePage): Book {
  if (book.top !== null) return { ...book, overflow: true }
  return { ...EMPTY, rows, older: page.nextCursor }
}

/** Fresh rows among the known ones; those that the page covers but lacks go, or stay marked while held. */
function merged(book: Book, page: readonly Row[], covers: (row: Row) => boolean): readonly Row[] {
  const pages = new Map(book.rows.map((row) => [row.key, row.page]))
  const fresh = page.map((row) => ({ ...row, page: pages.get(row.key) ?? null }))
  const keys = new Set(fresh.map((row) => row.key))
  const rest = book.rows
    .filter((row) => !keys.has(row.key))
    .map((row) => (covers(row) ? { ...row, gone: true } : row))
    .filter((row) => book.top !== null || !row.gone)
  return [...fresh, ...rest].sort((a, b) => compare(placeOf(b.message), placeOf(a.message)))
}

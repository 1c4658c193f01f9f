'use client'
import { useEffect, useRef } from 'react'
import { type InView, sideOf } from './ahead.ts'
import type { Book } from './book.ts'
import { rowsAbove } from './let-go.ts'
import type { useRows } from './use-rows.ts'

/** Pages that one move fetches, one after the other: of a rare match, many may bring no row at all. */
const PAGES_MOST = 4

/** Fetches rows ahead of the reader. Call the answer with what is in view, whenever that changes. */
export function useAhead(rows: ReturnType<typeof useRows>, shown: number): (view: InView) => void {
  const { book, older, stale, search } = rows
  const seen = useRef<{ view: InView; pages: number } | null>(null)
  const before = useRef<Book>(book)

  function fetchAhead() {
    const { current } = seen
    if (current === null || current.pages === 0 || stale) return
    const more = older.more && older.error === null
    const side = sideOf(current.view, { rows: shown, above: rowsAbove(book), more, search })
    if (side === 'above') void rows.above(current.view.top)
    if (side === 'older') void older.load()
  }
  // A page has come, and one may not be enough: who goes on quickly is not there to ask for the next.
  useEffect(() => {
    if (before.current === book) return
    before.current = book
    if (seen.current === null) return
    seen.current.pages = Math.max(0, seen.current.pages - 1)
    fetchAhead()
  })
  return (view) => {
    seen.current = { view, pages: search ? 1 : PAGES_MOST }
    fetchAhead()
  }
}

'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import type { MessagePage } from '@/lib/api.ts'
import { isSearch, type MessagesFilter, messagePageOptions, messageWindowOptions } from '@/lib/queries/messages.ts'
import {
  type Book,
  compare,
  EMPTY,
  held,
  placeOf,
  type Row,
  released,
  withFresh,
  withNewest,
  withOlder,
} from './book.ts'
import { jumped, pageAt, rowsAbove, slimAbove, withAbove } from './let-go.ts'
import { type Looked, lookedOn, NOTHING_LOOKED } from './scan.ts'
import { passingPage, useOlder } from './use-older.ts'

/** `question` tells a page of an older question from one of this. */
interface State {
  readonly question: string
  readonly book: Book
  /** What the book begins anew from after an overflow. */
  readonly newest: MessagePage | null
  readonly reading: boolean
  readonly looked: Looked
}

interface Came {
  readonly question: string
  readonly page: MessagePage
}

/** `cursor`: what was asked for. */
type PageAction =
  | (Came & { readonly kind: 'fresh' })
  | (Came & { readonly kind: 'older' | 'above'; readonly cursor: string | null })
  | (Came & { readonly kind: 'jump'; readonly at: number; readonly cursor: string | null })

type Action =
  | PageAction
  | (Came & { readonly kind: 'newest' })
  | { readonly kind: 'reading'; readonly reading: boolean }
  | { readonly kind: 'show' }

function reduce(state: State, action: Action): State {
  if (action.kind === 'reading') return settled({ ...state, reading: action.reading }, !action.reading)
  if (action.kind === 'show') return settled(state, true)
  const { question, page } = action
  if (action.kind === 'newest') {
    const before = question === state.question ? state.book : null
    const book = withNewest(before ?? EMPTY, page)
    // Where it goes on from the newest page again, what was looked at below counts anew.
    const looked = before !== null && before.older === book.older ? state.looked : lookedOn(NOTHING_LOOKED, page)
    return settled({ ...state, question, newest: page, book, looked }, false)
  }
  if (question !== state.question) return state
  const book = paged(state.book, action)
  const looked = action.kind === 'older' && book !== state.book ? lookedOn(state.looked, page) : state.looked
  return { ...state, book, looked }
}

function paged(book: Book, action: PageAction): Book {
  switch (action.kind) {
    case 'older':
      return slimAbove(withOlder(book, action.page, action.cursor))
    case 'above':
      return withAbove(book, action.page, action.cursor)
    case 'jump':
      return jumped(book, action.at, action.page, action.cursor)
    case 'fresh':
      return withFresh(book, action.page)
  }
}

/** Lets in what was held back, where asked to, and holds back from now on while somebody reads. */
function settled(state: State, letIn: boolean): State {
  const book = letIn ? restart(released(state.book), state.newest) : state.book
  return { ...state, book: state.reading ? held(book) : book }
}

function restart(book: Book, newest: MessagePage | null): Book {
  return book.rows.length === 0 && newest !== null ? withNewest(book, newest) : book
}

const AT_FIRST: State = { question: '', book: EMPTY, newest: null, reading: false, looked: NOTHING_LOOKED }

/**
 * The rows of a question, kept current: the newest page and what is in view are fetched again whenever the feed says
 * that the queue's messages changed. The rows of the question before stay until the first answer to this one.
 */
export function useRows(queue: string, filter: MessagesFilter, reading: boolean, inView: Row | undefined) {
  const question = JSON.stringify([queue, filter])
  const [{ book, question: shown, looked }, dispatch] = useReducer(reduce, AT_FIRST)
  const newest = useQuery(messagePageOptions(queue, filter, null))
  const window = useQuery({
    ...messageWindowOptions(queue, filter, inView?.message.publishedAt ?? ''),
    // A search would look at everything in between again.
    enabled: inView !== undefined && !isSearch(filter) && isBelow(inView, newest.data),
  })

  useEffect(() => {
    if (newest.data !== undefined) dispatch({ kind: 'newest', question, page: newest.data })
  }, [newest.data, question])
  useEffect(() => {
    if (window.data !== undefined) dispatch({ kind: 'fresh', question, page: window.data })
  }, [window.data, question])
  useEffect(() => dispatch({ kind: 'reading', reading }), [reading])

  const own = shown === question ? book : EMPTY
  const older = useOlder(queue, filter, shown, own, (page, cursor) =>
    dispatch({ kind: 'older', question, page, cursor }),
  )
  const above = useAbove(queue, filter, own, (action) => dispatch({ ...action, question }))
  const show = useCallback(() => dispatch({ kind: 'show' }), [])
  return { book, newest, older, above, looked, show, stale: shown !== question, search: isSearch(filter) }
}

type AboveAction =
  | { readonly kind: 'above'; readonly page: MessagePage; readonly cursor: string | null }
  | { readonly kind: 'jump'; readonly page: MessagePage; readonly cursor: string | null; readonly at: number }

/**
 * Rows that were let go come again as the reader goes up: the page next to the first row, or, after a jump with the
 * scroll bar, the one that holds the row at `index`. What fails is tried again at the next step.
 */
function useAbove(queue: string, filter: MessagesFilter, book: Book, take: (action: AboveAction) => void) {
  const client = useQueryClient()
  const loading = useRef(false)
  return async function load(index: number) {
    const rows = rowsAbove(book)
    if (rows === 0 || loading.current) return
    const at = index < rows - NEAR ? pageAt(book, index) : book.above.length - 1
    const cursor = book.above[at]?.cursor ?? null
    loading.current = true
    try {
      const page = await client.fetchQuery(passingPage(queue, filter, cursor))
      take(at < book.above.length - 1 ? { kind: 'jump', page, cursor, at } : { kind: 'above', page, cursor })
    } catch {
      // The rows stay let go: scrolling on asks for them again.
    } finally {
      loading.current = false
    }
  }
}

/** Closer than this to the first row, the page before it is as good. */
const NEAR = 120

function isBelow(row: Row, page: MessagePage | undefined): boolean {
  const last = page?.items.at(-1)
  // What is not due yet has no place to ask from.
  if (row.message.position === null) return false
  return last !== undefined && compare(placeOf(row.message), placeOf(last)) < 0
}

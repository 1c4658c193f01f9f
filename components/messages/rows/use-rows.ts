'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import type { MessagePage } from '@/lib/api.ts'
import { type MessagesFilter, messagePageOptions, messageWindowOptions } from '@/lib/queries/messages.ts'
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

/** `question` tells a page of an older question from one of this. */
interface State {
  readonly question: string
  readonly book: Book
  /** What the book begins anew from after an overflow. */
  readonly newest: MessagePage | null
  readonly reading: boolean
}

interface Came {
  readonly question: string
  readonly page: MessagePage
}

type PageAction =
  | (Came & { readonly kind: 'fresh' | 'above' })
  | (Came & { readonly kind: 'older'; readonly cursor: string | null })
  | (Came & { readonly kind: 'jump'; readonly at: number })

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
    const book = withNewest(question === state.question ? state.book : EMPTY, page)
    return settled({ ...state, question, newest: page, book }, false)
  }
  return question === state.question ? { ...state, book: paged(state.book, action) } : state
}

function paged(book: Book, action: PageAction): Book {
  switch (action.kind) {
    case 'older':
      return slimAbove(withOlder(book, action.page, action.cursor))
    case 'above':
      return withAbove(book, action.page)
    case 'jump':
      return jumped(book, action.at, action.page)
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

const AT_FIRST: State = { question: '', book: EMPTY, newest: null, reading: false }

/**
 * The rows of a question, kept current: the newest page and what is in view are fetched again whenever the feed says
 * that the queue's messages changed. The rows of the question before stay until the first answer to this one.
 */
export function useRows(queue: string, filter: MessagesFilter, reading: boolean, inView: Row | undefined) {
  const question = JSON.stringify([queue, filter])
  const [{ book, question: shown }, dispatch] = useReducer(reduce, AT_FIRST)
  const newest = useQuery(messagePageOptions(queue, filter, null))
  const window = useQuery({
    ...messageWindowOptions(queue, filter, inView?.message.publishedAt ?? ''),
    enabled: inView !== undefined && isBelow(inView, newest.data),
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
  return { book, newest, older, above, show, stale: shown !== question }
}

/** A rare match may lie many pages down: so many are searched unasked before the reader has to say so. */
const SEARCHED_UNASKED = 10
/** Fewer rows than this leave most of the screen empty. */
const ENOUGH_ROWS = 20

/** Loads the next older page; a failure stays until it is tried again. */
function useOlder(
  queue: string,
  filter: MessagesFilter,
  question: string,
  book: Book,
  take: (page: MessagePage, cursor: string | null) => void,
) {
  const client = useQueryClient()
  const [state, setState] = useState<{ loading: boolean; error: unknown }>({ loading: false, error: null })
  async function load() {
    if (book.older === null || state.loading) return
    setState({ loading: true, error: null })
    try {
      take(await client.fetchQuery(passingPage(queue, filter, book.older)), book.older)
      setState({ loading: false, error: null })
    } catch (error) {
      setState({ loading: false, error })
    }
  }
  const searched = useRef({ question: '', pages: 0 })
  useEffect(() => {
    if (searched.current.question !== question) searched.current = { question, pages: 0 }
    const short = book.older !== null && book.rows.length < ENOUGH_ROWS && searched.current.pages < SEARCHED_UNASKED
    if (!short || state.loading || state.error !== null) return
    searched.current.pages += 1
    void load()
  })
  return { ...state, load, more: book.older !== null }
}

/** A page that goes into the book: the cache keeps no second copy of a long way down. */
function passingPage(queue: string, filter: MessagesFilter, cursor: string | null) {
  return { ...messagePageOptions(queue, filter, cursor), staleTime: 0, ...(cursor !== null && { gcTime: 0 }) }
}

type AboveAction =
  | { readonly kind: 'above'; readonly page: MessagePage }
  | { readonly kind: 'jump'; readonly page: MessagePage; readonly at: number }

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
      take(at < book.above.length - 1 ? { kind: 'jump', page, at } : { kind: 'above', page })
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

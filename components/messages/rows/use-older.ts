'use client'
import { CancelledError, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { MessagePage } from '@/lib/api.ts'
import { type MessagesFilter, messagePageOptions } from '@/lib/queries/messages.ts'
import type { Book } from './book.ts'

/** A rare match may lie many pages down: so many are searched unasked before the reader has to say so. */
const SEARCHED_UNASKED = 10
/** Fewer rows than this leave most of the screen empty. */
const ENOUGH_ROWS = 20

/** How far a search goes by itself: until so many rows are there, or so many more pages were asked for. */
interface Goal {
  readonly question: string
  readonly rows: number
  pages: number
}

interface State {
  readonly loading: boolean
  readonly error: unknown
  readonly stopped: boolean
}

const AT_REST: State = { loading: false, error: null, stopped: false }

/** Loads older pages: the next one, or on and on until enough is found. A failure stays until it is tried again. */
export function useOlder(
  queue: string,
  filter: MessagesFilter,
  question: string,
  book: Book,
  take: (page: MessagePage, cursor: string | null) => void,
) {
  const client = useQueryClient()
  const [state, setState] = useState(AT_REST)
  const goal = useRef<Goal>({ question, rows: ENOUGH_ROWS, pages: SEARCHED_UNASKED })
  if (goal.current.question !== question) goal.current = { question, rows: ENOUGH_ROWS, pages: SEARCHED_UNASKED }
  const { older } = book
  const options = passingPage(queue, filter, older)

  async function load() {
    if (older === null || state.loading) return
    setState({ loading: true, error: null, stopped: false })
    try {
      take(await client.fetchQuery(options), older)
      setState((now) => ({ ...now, loading: false }))
    } catch (error) {
      const stopped = error instanceof CancelledError
      setState({ loading: false, error: stopped ? null : error, stopped })
    }
  }
  const wants = older !== null && book.rows.length < goal.current.rows && goal.current.pages > 0
  useEffect(() => {
    if (!wants || state.loading || state.stopped || state.error !== null) return
    goal.current.pages -= 1
    void load()
  })
  function stop() {
    goal.current.pages = 0
    void client.cancelQueries({ queryKey: options.queryKey, exact: true })
  }
  function goOn() {
    goal.current = { question, rows: book.rows.length + ENOUGH_ROWS, pages: Number.POSITIVE_INFINITY }
    setState(AT_REST)
  }
  return {
    ...state,
    load,
    more: older !== null,
    searching: state.loading && book.rows.length < goal.current.rows,
    stop,
    goOn,
  }
}

/** A page that goes into the book: the cache keeps no second copy of a long way down. */
export function passingPage(queue: string, filter: MessagesFilter, cursor: string | null) {
  return { ...messagePageOptions(queue, filter, cursor), staleTime: 0, ...(cursor !== null && { gcTime: 0 }) }
}

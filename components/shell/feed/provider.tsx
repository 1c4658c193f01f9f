'use client'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Tail, Tailed } from '@/lib/feed.ts'
import { onSignedOut } from '@/lib/queries/request.ts'
import { setTab } from '@/lib/queries/tab.ts'
import { FeedClient } from './client.ts'
import { Refetcher } from './refetcher.ts'
import { AT_FIRST, type FeedState } from './state.ts'

const Feed = createContext<FeedClient | null>(null)

/** Holds the connection across pages, and turns "what changed" into queries that are fetched again. */
export function FeedProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const [feed] = useState(() => (typeof window === 'undefined' ? null : new FeedClient(follower(queries))))
  useEffect(() => feed?.open(), [feed])
  useEffect(() => feed?.subscribe(() => setTab(feed.state().tab)), [feed])
  useEffect(() => (feed === null ? undefined : onSignedOut(feed.signedOut)), [feed])
  return <Feed value={feed}>{children}</Feed>
}

/** Shown queries are fetched again as the feed says what changed; everything at once where nobody knows what. */
function follower(queries: QueryClient): (topics: readonly string[] | null) => void {
  const refetcher = new Refetcher((queryKey) => queries.invalidateQueries({ queryKey }))
  return (topics) => (topics === null ? refetchAll(queries) : refetcher.changed(topics))
}

function refetchAll(queries: QueryClient): void {
  // A first fetch that is under way is not begun again, though it may have been answered before.
  for (const query of queries.getQueryCache().findAll({ fetchStatus: 'fetching' })) {
    if (query.state.data !== undefined) continue
    const again = () => void queries.invalidateQueries({ queryKey: query.queryKey, exact: true })
    void query.promise?.then(again, () => undefined)
  }
  void queries.invalidateQueries()
}

/**
 * While the component is there, only changes of this queue are told. Everything else counts as old from then on: it is
 * fetched again where it shows next.
 */
export function useOneQueue(queue: string): void {
  const feed = useContext(Feed)
  const queries = useQueryClient()
  useEffect(() => {
    const end = feed?.narrow(queue)
    return () => {
      end?.()
      void queries.invalidateQueries({ refetchType: 'none' })
    }
  }, [feed, queries, queue])
}

const NOTHING = () => () => undefined

/** A part of the feed's state; the component draws again when that part changes. */
export function useFeed<Part>(select: (state: FeedState) => Part): Part {
  const feed = useContext(Feed)
  return useSyncExternalStore(
    feed?.subscribe ?? NOTHING,
    () => select(feed?.state() ?? AT_FIRST),
    () => select(AT_FIRST),
  )
}

/** What a page can ask of the connection. */
export function useFeedActions(): { tryNow: () => void; pause: (paused: boolean) => void } {
  const feed = useContext(Feed)
  return { tryNow: feed?.tryNow ?? (() => undefined), pause: feed?.pause ?? (() => undefined) }
}

/** Follows the messages of a queue as they pass by, while the component is there; `null` follows none. */
export function useTail(tail: Tail | null, listener: (event: Tailed) => void): void {
  const feed = useContext(Feed)
  const latest = useRef(listener)
  latest.current = listener
  const key = tail === null ? null : JSON.stringify(tail)
  useEffect(() => {
    if (feed === null || key === null) return
    return feed.follow(JSON.parse(key), (event) => latest.current(event))
  }, [feed, key])
}

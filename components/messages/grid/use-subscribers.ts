'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { useNow } from '@/components/shell/use-now.ts'
import type { QueueDetail } from '@/lib/api.ts'
import { subscriptionListOptions } from '@/lib/queries/subscriptions.ts'
import type { Row } from '../rows/book.ts'
import { type Subscriber, subscribersOf } from './subscribers.ts'

/** The columns of a queue's grid. The same list as before where nothing in it changed, so that no head is drawn anew. */
export function useSubscribers(
  queue: QueueDetail,
  rows: readonly Row[],
  first: string | undefined,
): readonly Subscriber[] {
  const subscriptions = useInfiniteQuery(subscriptionListOptions(queue.name))
  const before = useRef<{ text: string; list: readonly Subscriber[] }>({ text: '', list: [] })
  const now = useNow() ?? 0
  return useMemo(() => {
    const list = subscribersOf(
      subscriptions.data?.pages.flatMap((page) => page.items) ?? [],
      queue.clients,
      rows,
      now,
      first,
    )
    const text = JSON.stringify(list)
    if (text !== before.current.text) before.current = { text, list }
    return before.current.list
  }, [subscriptions.data, queue.clients, rows, now, first])
}

'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Connection, Queue, Subscription } from '@/lib/api.ts'
import { connectionListOptions } from '@/lib/queries/connections.ts'
import { allQueuesOptions } from '@/lib/queries/queues-all.ts'
import { subscriptionListOptions } from '@/lib/queries/subscriptions.ts'

/** A list as a card draws it: its rows, or that there are none yet, or why not. */
export interface Loaded<Row> {
  readonly rows: readonly Row[] | undefined
  /** There are more than these. */
  readonly more: boolean
  readonly error: unknown
  readonly retry: () => void
}

export function useQueues(): Loaded<Queue> {
  const { data, error, refetch } = useQuery(allQueuesOptions())
  return { rows: data?.items, more: data?.nextCursor != null, error, retry: () => void refetch() }
}

export function useSubscriptions(): Loaded<Subscription> {
  const { data, error, refetch, hasNextPage } = useInfiniteQuery(subscriptionListOptions(null))
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items), [data])
  return { rows, more: hasNextPage, error, retry: () => void refetch() }
}

export function useConnections(): Loaded<Connection> {
  const { data, error, refetch, hasNextPage } = useInfiniteQuery(connectionListOptions())
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items), [data])
  return { rows, more: hasNextPage, error, retry: () => void refetch() }
}

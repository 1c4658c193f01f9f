import { queryOptions } from '@tanstack/react-query'
import type { Connection, ConnectionPage, Queue, QueuePage, Subscription, SubscriptionPage } from '../api.ts'
import { isName } from '../protocol.ts'
import { request } from './request.ts'

/** So many of each kind are looked up: the palette shows no more. */
const MOST = 8
const FRESH_MS = 5_000

export interface Found {
  readonly queues: readonly Queue[]
  readonly subscriptions: readonly Subscription[]
  readonly connections: readonly Connection[]
}

/** Queues that begin with it, subscriptions and connections that hold it; the first of each where it is empty. */
export function searchOptions(name: string) {
  return queryOptions({
    queryKey: ['search', name] as const,
    queryFn: ({ signal }) => search(name, signal),
    staleTime: FRESH_MS,
  })
}

async function search(name: string, signal: AbortSignal): Promise<Found> {
  // What cannot be part of a name is nobody's.
  if (name !== '' && !isName(name)) return { queues: [], subscriptions: [], connections: [] }
  const some = name === '' ? {} : { filter: `name:*${name}*` }
  const [queues, subscriptions, connections] = await Promise.all([
    request<QueuePage>('/queues', { query: { prefix: name || undefined, sort: 'name', limit: MOST }, signal }),
    request<SubscriptionPage>('/subscriptions', { query: { ...some, sort: 'urgency', limit: MOST }, signal }),
    request<ConnectionPage>('/connections', {
      query: { ...(name !== '' && { filter: `client:*${name}*` }), limit: MOST },
      signal,
    }),
  ])
  return { queues: queues.items, subscriptions: subscriptions.items, connections: connections.items }
}

import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { ConnectionPage, DetachedAnswer, DisconnectedAnswer } from '../api.ts'
import type { ConnectionSort } from '../filters/connections.ts'
import { piece, request } from './request.ts'

export const connectionKeys = {
  all: ['connections'] as const,
  list: () => ['connections', 'list'] as const,
}

/** Live connections, 200 to a page. */
export function connectionListOptions() {
  return infiniteQueryOptions({
    queryKey: connectionKeys.list(),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      request<ConnectionPage>('/connections', { query: { limit: 200, cursor: pageParam || undefined }, signal }),
    getNextPageParam: (last) => last.nextCursor,
  })
}

export interface ConnectionSearch {
  readonly filter: string
  readonly sort: ConnectionSort
}

/** One page of what a search matches, as the broker filters and sorts it. */
export function searchConnections({ filter, sort }: ConnectionSearch, cursor: string | undefined, signal: AbortSignal) {
  // The oldest first is the broker's own order: asked without a name it is the cheapest.
  const order = sort === 'since' ? undefined : sort
  const query = { filter: filter.trim() || undefined, sort: order, limit: 100, cursor }
  return request<ConnectionPage>('/connections', { query, signal })
}

export function connectionSearchOptions(search: ConnectionSearch) {
  return infiniteQueryOptions({
    queryKey: ['connections', 'search', search] as const,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => searchConnections(search, pageParam || undefined, signal),
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  })
}

/** Takes a connection off a durable subscription: what it holds of it goes back at once. */
export function detach(id: string, queue: string, name: string): Promise<DetachedAnswer> {
  return request<DetachedAnswer>(`/connections/${piece(id)}/subscriptions/${piece(queue)}/${piece(name)}`, {
    method: 'DELETE',
  })
}

/** Closes a connection. With `reconnect` its client may come back at once, without it is told to stay away. */
export function disconnect(id: string, reconnect: boolean): Promise<DisconnectedAnswer> {
  return request<DisconnectedAnswer>(`/connections/${piece(id)}`, {
    method: 'DELETE',
    query: { reconnect: String(reconnect) },
  })
}

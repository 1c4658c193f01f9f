import { infiniteQueryOptions } from '@tanstack/react-query'
import type { ConnectionPage, DisconnectedAnswer } from '../api.ts'
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

/** Closes a connection. With `reconnect` its client may come back at once, without it is told to stay away. */
export function disconnect(id: string, reconnect: boolean): Promise<DisconnectedAnswer> {
  return request<DisconnectedAnswer>(`/connections/${piece(id)}`, {
    method: 'DELETE',
    query: { reconnect: String(reconnect) },
  })
}

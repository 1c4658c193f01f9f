import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { DeletedAnswer, SeekAnswer, SeekBody, Subscription, SubscriptionPage } from '../api.ts'
import type { SubscriptionSort } from '../filters/subscriptions.ts'
import { piece, request, retryOnce } from './request.ts'

export const subscriptionKeys = {
  all: ['subscriptions'] as const,
  list: (queue: string | null) => ['subscriptions', 'list', queue] as const,
}

/** Durable subscriptions of one queue, or of all, 200 to a page: a person's filter looks through what is loaded. */
export function subscriptionListOptions(queue: string | null) {
  return infiniteQueryOptions({
    queryKey: subscriptionKeys.list(queue),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      request<SubscriptionPage>('/subscriptions', {
        query: { queue: queue ?? undefined, limit: 200, cursor: pageParam || undefined },
        signal,
      }),
    getNextPageParam: (last) => last.nextCursor,
  })
}

/** What a list of subscriptions shows, and in which order; `queue` is `null` for all. */
export interface SubscriptionSearch {
  readonly queue: string | null
  readonly filter: string
  readonly sort: SubscriptionSort
}

/** One page of what a search matches, as the broker filters and sorts it. */
export function searchSubscriptions(search: SubscriptionSearch, cursor: string | undefined, signal: AbortSignal) {
  const { queue, filter, sort } = search
  const query = { queue: queue ?? undefined, filter: filter.trim() || undefined, sort, limit: 100, cursor }
  return request<SubscriptionPage>('/subscriptions', { query, signal })
}

/** The same as pages of a list; the rows before stay while another search is on its way. */
export function subscriptionSearchOptions(search: SubscriptionSearch) {
  return infiniteQueryOptions({
    queryKey: ['subscriptions', 'search', search] as const,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => searchSubscriptions(search, pageParam || undefined, signal),
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  })
}

/** One subscription. @throws ApiFailure `E_NO_SUBSCRIPTION`, `E_UNKNOWN_QUEUE` where it is gone */
export function subscriptionOptions(queue: string, name: string) {
  return queryOptions({
    queryKey: ['subscriptions', 'one', queue, name] as const,
    queryFn: ({ signal }) => request<Subscription>(`/subscriptions/${piece(queue)}/${piece(name)}`, { signal }),
    retry: retryOnce,
  })
}

/** What a move would do, counted now. Its key is its own: no message makes it old while somebody reads it. */
export function foreseenOptions(queue: string, name: string, from: SeekBody['from'] | null) {
  return queryOptions({
    queryKey: ['foreseen', queue, name, from] as const,
    queryFn: ({ signal }) =>
      request<SeekAnswer>(`/subscriptions/${piece(queue)}/${piece(name)}/seek`, {
        method: 'POST',
        body: { from, dryRun: true },
        signal,
      }),
    enabled: from !== null,
    staleTime: 0,
    gcTime: 0,
  })
}

/** Deletes a subscription and what waits for it. Its consumers are told and get nothing more. */
export function deleteSubscription(queue: string, name: string): Promise<DeletedAnswer> {
  return request<DeletedAnswer>(`/subscriptions/${piece(queue)}/${piece(name)}`, { method: 'DELETE' })
}

/** Moves a subscription: forward passes over what it has not settled, back sends again what lies between. */
export function seekSubscription(queue: string, name: string, from: SeekBody['from']): Promise<SeekAnswer> {
  return request<SeekAnswer>(`/subscriptions/${piece(queue)}/${piece(name)}/seek`, { method: 'POST', body: { from } })
}

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { DeletedAnswer, SeekAnswer, SeekBody, Subscription, SubscriptionPage } from '../api.ts'
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

/** One subscription. @throws ApiFailure `E_NO_SUBSCRIPTION`, `E_UNKNOWN_QUEUE` where it is gone */
export function subscriptionOptions(queue: string, name: string) {
  return queryOptions({
    queryKey: ['subscriptions', 'one', queue, name] as const,
    queryFn: ({ signal }) => request<Subscription>(`/subscriptions/${piece(queue)}/${piece(name)}`, { signal }),
    retry: retryOnce,
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

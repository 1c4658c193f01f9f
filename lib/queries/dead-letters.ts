import { queryOptions } from '@tanstack/react-query'
import type { DeadLetterPage } from '../api.ts'
import { request } from './request.ts'

/** The newest dead letter of a subscription. */
export function lastDeadLetterOptions(queue: string, subscription: string) {
  return queryOptions({
    queryKey: ['subscriptions', 'last-dead', queue, subscription] as const,
    queryFn: ({ signal }) =>
      request<DeadLetterPage>('/dead-letters', { query: { queue, subscription, limit: 1 }, signal }),
    retry: false,
  })
}

import { queryOptions } from '@tanstack/react-query'
import type { DeadLetterPage } from '../api.ts'
import { request } from './request.ts'

/** A subscription that fails does so many times a second: its newest reason is looked up this often. */
const LAST_EVERY_MS = 10_000

/** The newest dead letter of a subscription. */
export function lastDeadLetterOptions(queue: string, subscription: string) {
  return queryOptions({
    queryKey: ['dead-letters', 'last', queue, subscription] as const,
    queryFn: ({ signal }) =>
      request<DeadLetterPage>('/dead-letters', { query: { queue, subscription, limit: 1 }, signal }),
    refetchInterval: LAST_EVERY_MS,
    retry: false,
  })
}

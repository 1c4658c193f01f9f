import { queryOptions } from '@tanstack/react-query'
import type { QueuePage } from '../api.ts'
import { request } from './request.ts'

/** The first 200 queues by name: what the overview looks over, and what forms suggest. */
export function allQueuesOptions() {
  return queryOptions({
    queryKey: ['queues', 'all'] as const,
    queryFn: ({ signal }) => request<QueuePage>('/queues', { query: { limit: 200, sort: 'name' }, signal }),
  })
}

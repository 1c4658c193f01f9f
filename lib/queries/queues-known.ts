import { queryOptions } from '@tanstack/react-query'
import type { QueuePage } from '../api.ts'
import { LIMITS } from '../protocol.ts'
import { request } from './request.ts'

/** As many as one looks through in a list below a field. */
const SUGGESTED = 20

/**
 * Queues whose names begin with what is typed, by name: a queue of exactly that name is the first. Of one that does not
 * exist it answers without it, where asking for the queue itself would be an error.
 */
export function knownQueuesOptions(prefix: string) {
  return queryOptions({
    queryKey: ['queues', 'known', prefix] as const,
    queryFn: ({ signal }) =>
      request<QueuePage>('/queues', { query: { prefix, limit: SUGGESTED, sort: 'name' }, signal }),
    enabled: prefix.length <= LIMITS.textLength,
  })
}

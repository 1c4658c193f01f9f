import { queryOptions } from '@tanstack/react-query'
import type { Health } from '../api.ts'
import { request } from './request.ts'

/** What a broker is set to changes with a restart alone, and after one everything is asked for again. */
export function healthOptions() {
  return queryOptions({
    queryKey: ['health'] as const,
    queryFn: ({ signal }) => request<Health>('/health', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

import { queryOptions } from '@tanstack/react-query'
import type { Health } from '../api.ts'
import { request } from './request.ts'

export const healthKeys = { all: ['health'] as const }

/** What the broker says of itself to everybody. Rejects while it starts, stands by or closes. */
export function healthOptions() {
  return queryOptions({ queryKey: healthKeys.all, queryFn: ({ signal }) => request<Health>('/health', { signal }) })
}

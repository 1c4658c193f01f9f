import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { ActivityPage } from '../api.ts'
import { request } from './request.ts'

/** As the API has it; what is `undefined` does not count. */
export interface ActivityListFilter {
  readonly queue?: string | undefined
  readonly subscription?: string | undefined
  /** Several with commas, as `by`. */
  readonly kind?: string | undefined
  readonly by?: string | undefined
  readonly who?: string | undefined
  readonly text?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

/** What people and the broker did, newest first. */
export function activityOptions(filter: ActivityListFilter) {
  return infiniteQueryOptions({
    queryKey: ['activity', 'list', filter] as const,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      request<ActivityPage>('/activity', { query: { ...filter, cursor: pageParam || undefined }, signal }),
    getNextPageParam: (last) => last.nextCursor,
  })
}

/** One page of what a filter matches, for those who go through all of it. */
export function activityPage(filter: ActivityListFilter, cursor: string | undefined, signal: AbortSignal) {
  return request<ActivityPage>('/activity', { query: { ...filter, limit: 200, cursor }, signal })
}

/** The newest few. */
export function latestActivityOptions(filter: ActivityListFilter, limit: number) {
  return queryOptions({
    queryKey: ['activity', 'latest', filter, limit] as const,
    queryFn: ({ signal }) => request<ActivityPage>('/activity', { query: { ...filter, limit }, signal }),
  })
}

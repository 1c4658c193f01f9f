import { infiniteQueryOptions } from '@tanstack/react-query'
import type { ActivityPage } from '../api.ts'
import { request } from './request.ts'

export interface ActivityListFilter {
  readonly queue: string
  /** Several with commas; empty for all. */
  readonly kind: string
}

/** What people and the broker did, newest first. */
export function activityOptions({ queue, kind }: ActivityListFilter) {
  return infiniteQueryOptions({
    queryKey: ['activity', queue, kind] as const,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      request<ActivityPage>('/activity', {
        query: { queue: queue || undefined, kind: kind || undefined, cursor: pageParam || undefined },
        signal,
      }),
    getNextPageParam: (last) => last.nextCursor,
  })
}

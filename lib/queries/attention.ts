import { infiniteQueryOptions } from '@tanstack/react-query'
import type { AttentionPage } from '../api.ts'
import { request } from './request.ts'

export const attentionKeys = { all: ['attention'] as const }

/** What needs a hand, worst first: `limit` rows to a page. */
export function attentionOptions(limit: number) {
  return infiniteQueryOptions({
    queryKey: ['attention', limit] as const,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      request<AttentionPage>('/attention', { query: { limit, cursor: pageParam || undefined }, signal }),
    getNextPageParam: (last) => last.nextCursor,
  })
}

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { AttentionKind, AttentionPage } from '../api.ts'
import { request } from './request.ts'

/** Time alone makes things worse: who holds a message and does nothing changes nothing that the feed could tell. */
export const ATTENTION_EVERY_MS = 15_000

export const attentionKeys = { all: ['attention'] as const }

/** What needs a hand, worst first: `limit` rows to a page. */
export function attentionOptions(limit: number) {
  return infiniteQueryOptions({
    queryKey: ['attention', limit] as const,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      request<AttentionPage>('/attention', { query: { limit, cursor: pageParam || undefined }, signal }),
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: ATTENTION_EVERY_MS,
  })
}

/** The first of one kind. */
export function attentionOfOptions(kind: AttentionKind, limit: number) {
  return queryOptions({
    queryKey: ['attention', kind, limit] as const,
    queryFn: ({ signal }) => request<AttentionPage>('/attention', { query: { kind, limit }, signal }),
  })
}

'use client'
import { useQuery } from '@tanstack/react-query'
import type { Queue, QueuePage } from '@/lib/api.ts'
import { request } from '@/lib/queries/request.ts'

/** Queues that the form suggests: those with most in them first would move while one types, so by name. */
export function useKnownQueues(): readonly Queue[] {
  const { data } = useQuery({
    queryKey: ['queues', 'known'],
    queryFn: ({ signal }) => request<QueuePage>('/queues', { query: { limit: 200, sort: 'name' }, signal }),
  })
  return data?.items ?? []
}

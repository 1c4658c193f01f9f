'use client'
import { useQuery } from '@tanstack/react-query'
import type { Queue } from '@/lib/api.ts'
import { allQueuesOptions } from '@/lib/queries/queues-all.ts'

/** Queues that the form suggests. By name: sorted by their figures they would move while one chooses. */
export function useKnownQueues(): readonly Queue[] {
  return useQuery(allQueuesOptions()).data?.items ?? []
}

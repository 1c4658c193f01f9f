'use client'
import { useQuery } from '@tanstack/react-query'
import type { Queue } from '@/lib/api.ts'
import { allQueuesOptions } from '@/lib/queries/queues-all.ts'

/** Queues that the form suggests. By name: sorted by their figures they would move while one chooses. */
export function useKnownQueues(): readonly Queue[] {
  return useQuery(allQueuesOptions()).data?.items ?? []
}

/** Whether a queue exists; `undefined` while nobody knows. Where there are more than the list holds, it may. */
export function useQueueKnown(name: string): boolean | undefined {
  const { data } = useQuery(allQueuesOptions())
  if (data === undefined) return undefined
  return data.items.some((queue) => queue.name === name) || data.nextCursor !== null
}

'use client'
import { useQuery } from '@tanstack/react-query'
import { useFeed } from '@/components/shell/feed/provider.tsx'
import type { QueuePage } from '@/lib/api.ts'
import { URGENT_EVERY_MS, urgentQueuesOptions } from '@/lib/queries/queues.ts'

/** The most urgent queues, or that there are none yet, or why not. */
export interface Loaded {
  readonly page: QueuePage | undefined
  readonly error: unknown
  readonly retry: () => void
}

export function useQueues(shown: number): Loaded {
  const paused = useFeed((feed) => feed.paused)
  const { data, error, refetch } = useQuery({
    ...urgentQueuesOptions(shown),
    refetchInterval: paused ? false : URGENT_EVERY_MS,
  })
  return { page: data, error, retry: () => void refetch() }
}

'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Queue } from '@/lib/api.ts'
import { allQueuesOptions } from '@/lib/queries/queues-all.ts'
import { knownQueuesOptions } from '@/lib/queries/queues-known.ts'
import { useSettled } from '../aside/use-settled.ts'

const AFTER_MS = 150

/** Queues that a form suggests, the first by name: sorted by their figures they would move while one chooses. */
export function useKnownQueues(): readonly Queue[] {
  return useQuery(allQueuesOptions()).data?.items ?? []
}

/** What the broker knows of the name that stands in the form. */
export interface Known {
  /** Queues whose names begin with it, a screen of them. */
  readonly suggestions: readonly Queue[]
  /** The queue of exactly this name. */
  readonly queue: Queue | undefined
  /** `undefined` while nobody knows. */
  readonly exists: boolean | undefined
  /** Whether publishing to a name that does not exist makes a queue. */
  readonly autoCreate: boolean
}

/** Asks for a few queues by the beginning of a name, however many there are. */
export function useKnown(name: string): Known {
  const prefix = useSettled(name, AFTER_MS)
  const { data, isPlaceholderData } = useQuery({ ...knownQueuesOptions(prefix), placeholderData: keepPreviousData })
  const suggestions = data?.items ?? []
  const queue = suggestions.find((one) => one.name === name)
  const answered = data !== undefined && !isPlaceholderData && prefix === name
  return {
    suggestions,
    queue,
    exists: queue !== undefined || (answered ? false : undefined),
    autoCreate: data?.autoCreate ?? true,
  }
}

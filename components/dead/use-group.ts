'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { DeadLetterReason } from '@/lib/api.ts'
import { deadListOptions, deadReasonsOptions } from '@/lib/queries/dead-letters.ts'
import { filterOf, keyOf } from './group.ts'

/**
 * The letters of one reason as they were when somebody came to look: the rows stand still and the count is of them
 * alone. What dies meanwhile is counted, and let in when asked for.
 */
export function useGroup(picked: DeadLetterReason, event: string | undefined) {
  const { queue, subscription, reason } = picked
  const key = `${keyOf(picked)} ${event ?? ''}`
  const [seen, setSeen] = useState({ key, until: picked.last })
  if (seen.key !== key) setSeen({ key, until: picked.last })
  const filter = filterOf(picked, event, seen.until)

  const then = useQuery({ ...deadReasonsOptions(filter), placeholderData: (before) => before })
  const now = useQuery(deadReasonsOptions({ queue, subscription, reason, ...(event !== undefined && { event }) }))
  const list = useInfiniteQuery({ ...deadListOptions(filter), placeholderData: (before) => before })
  const letters = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const total = then.data?.items[0]?.count ?? 0
  const newest = now.data?.items[0]
  return {
    filter,
    list,
    letters,
    /** How many match; `undefined` while nobody knows. */
    total: then.data === undefined ? undefined : total,
    newer: then.data === undefined ? 0 : Math.max(0, (newest?.count ?? 0) - total),
    letIn: () => setSeen({ key, until: newest?.last ?? seen.until }),
  }
}

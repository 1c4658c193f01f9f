'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { DeadLetterFilter } from '@/lib/api.ts'
import { deadListOptions, deadReasonsOptions } from '@/lib/queries/dead-letters.ts'
import { filterOf, type Scope } from './group.ts'

/**
 * The letters that are open as they were when somebody came to look: the rows stand still and the count is of them
 * alone. What dies meanwhile is counted, and let in when asked for.
 */
export function useGroup(base: DeadLetterFilter, scope: Scope) {
  const key = `${scope.key} ${JSON.stringify(base)}`
  const [seen, setSeen] = useState({ key, until: scope.last })
  if (seen.key !== key) setSeen({ key, until: scope.last })
  const filter = filterOf(base, scope, seen.until)

  const then = useQuery({ ...deadReasonsOptions(filter), placeholderData: (before) => before })
  const list = useInfiniteQuery({ ...deadListOptions(filter), placeholderData: (before) => before })
  const letters = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const total = then.data?.total ?? 0
  return {
    filter,
    list,
    letters,
    /** How many match; `undefined` while nobody knows. */
    total: then.data === undefined ? undefined : total,
    newer: then.data === undefined ? 0 : Math.max(0, scope.count - total),
    letIn: () => setSeen({ key, until: scope.last }),
  }
}

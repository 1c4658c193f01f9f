'use client'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { useTimes } from '@/components/ui/time.tsx'
import type { DeadLetterFilter } from '@/lib/api.ts'
import { RANGES, type Range } from '@/lib/filters/times.ts'
import { readFilter } from './read.ts'

const parsers = {
  /** Whose letters the page is about; empty for all. */
  queue: parseAsString.withDefault(''),
  subscription: parseAsString.withDefault(''),
  time: parseAsStringLiteral(RANGES).withDefault('any'),
  /** The filter as text. */
  q: parseAsString.withDefault(''),
  /** What is open: `orders/billing` and its reason, or `*` for all that match. */
  of: parseAsString,
  reason: parseAsString,
}

/** What a person would want to share: the filter, and what of it is open. */
export function useDeadFilter() {
  const [url, setUrl] = useQueryStates(parsers, { history: 'replace' })
  const { queue, subscription, time, q } = url
  const { zone } = useTimes()
  // "Two hours ago" is from when it was asked for: a filter that moved by itself would be another one at each drawing.
  const { filter, problems } = useMemo(() => {
    const read = readFilter(q, time, Date.now(), zone)
    const names = { ...(queue !== '' && { queue }), ...(subscription !== '' && { subscription }) }
    return { filter: { ...names, ...read.filter } satisfies DeadLetterFilter, problems: read.problems }
  }, [queue, subscription, time, q, zone])
  const narrow = (next: { queue?: string; time?: Range; q?: string }) =>
    void setUrl({ ...(next.queue !== undefined && { subscription: null }), ...next, of: null, reason: null })
  return {
    ...url,
    setUrl,
    filter,
    problems,
    filtered: queue !== '' || subscription !== '' || time !== 'any' || q.trim() !== '',
    /** Changes the filter: what was open may not be there any more. */
    narrow,
    clear: () => void setUrl({ queue: null, subscription: null, time: null, q: null, of: null, reason: null }),
  }
}

export type DeadFilter = ReturnType<typeof useDeadFilter>

'use client'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { useTimes } from '@/components/ui/time.tsx'
import { RANGES, sinceOf } from '@/lib/filters/times.ts'
import type { ActivityListFilter } from '@/lib/queries/activity.ts'
import { kindsOf, SUBJECT_NAMES } from '../words.ts'
import { readFilter, WHO, WHO_NAMES } from './read.ts'

const parsers = {
  queue: parseAsString.withDefault(''),
  about: parseAsStringLiteral(SUBJECT_NAMES).withDefault('all'),
  by: parseAsStringLiteral(WHO_NAMES).withDefault('anyone'),
  time: parseAsStringLiteral(RANGES).withDefault('any'),
  q: parseAsString.withDefault(''),
}

/** The filter as the address has it, and as the API takes it. */
export function useActivityFilter() {
  const [url, setUrl] = useQueryStates(parsers, { history: 'replace' })
  const { queue, about, by, time, q } = url
  const { zone } = useTimes()
  // "Two hours ago" is from when it was asked for: a filter that moved by itself would be another one at each drawing.
  const read = useMemo(() => {
    const now = Date.now()
    const text = readFilter(q, now, zone)
    const filter: ActivityListFilter = {
      ...(queue !== '' && { queue }),
      ...(about !== 'all' && { kind: kindsOf(about) }),
      ...(by !== 'anyone' && { by: WHO[by].kinds.join(',') }),
      ...(time !== 'any' && { since: sinceOf(time, now) }),
      ...text.filter,
    }
    return { filter, problems: text.problems }
  }, [queue, about, by, time, q, zone])
  return {
    ...url,
    ...read,
    filtered: queue !== '' || about !== 'all' || by !== 'anyone' || time !== 'any' || q.trim() !== '',
    set: (next: Partial<typeof url>) => void setUrl(next),
    clear: () => void setUrl({ queue: null, about: null, by: null, time: null, q: null }),
  }
}

export type ActivityFilter = ReturnType<typeof useActivityFilter>

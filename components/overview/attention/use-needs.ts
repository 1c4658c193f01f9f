'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useFeed } from '@/components/shell/feed/provider.tsx'
import { useNow } from '@/components/shell/use-now.ts'
import { MINUTE_MS } from '@/lib/format.ts'
import { latestActivityOptions } from '@/lib/queries/activity.ts'
import { ATTENTION_EVERY_MS, attentionOptions } from '@/lib/queries/attention.ts'
import { deadReasonsOptions } from '@/lib/queries/dead-letters.ts'
import { jobsOptions } from '@/lib/queries/jobs.ts'
import { heldNeeds, jobNeeds, storageNeeds } from './broker-words.ts'
import { needOf } from './words.ts'

/** What needs a hand, as sentences; a new cause is there with the next change. */
export function useNeeds(shown: number) {
  const minute = Math.floor((useNow() ?? 0) / MINUTE_MS)
  const totals = useFeed((feed) => feed.totals)
  const paused = useFeed((feed) => feed.paused)
  const found = useInfiniteQuery({ ...attentionOptions(shown), refetchInterval: paused ? false : ATTENTION_EVERY_MS })
  const items = useMemo(() => found.data?.pages.flatMap((page) => page.items), [found.data])
  const anyDead = items?.some(({ kind }) => kind === 'dead') === true
  const reasons = useQuery({ ...deadReasonsOptions({}), enabled: anyDead }).data?.items
  const jobs = useQuery(jobsOptions()).data?.items
  const held = useQuery(latestActivityOptions({ kind: 'agingHeld' }, 1)).data?.items

  const needs = useMemo(() => {
    // What the server draws knows no clock.
    if (items === undefined || minute === 0) return undefined
    const now = Date.now()
    const own = [...storageNeeds(totals, now), ...jobNeeds(jobs ?? [], now), ...heldNeeds(held ?? [], now)]
    return [...own, ...items.map((one) => needOf(one, reasons ?? [], now))]
  }, [items, totals, jobs, held, reasons, minute])
  const rest = (found.data?.pages.at(-1)?.total ?? 0) - (items?.length ?? 0)
  return { needs, rest, error: found.error, retry: () => void found.refetch(), more: () => void found.fetchNextPage() }
}

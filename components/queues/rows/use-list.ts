'use client'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { QueuePage } from '@/lib/api.ts'
import { type ListOrder, QUEUES_WINDOW, type QueueListFilter, queueWindowOptions } from '@/lib/queries/queues.ts'
import { type Line, lineOf } from '../table/line.ts'
import type { Rows } from './rows.ts'

/** Two windows on each side of those in view are fetched ahead, unless they are younger than this. */
const AHEAD_MS = 10_000

interface Asked {
  readonly key: string
  readonly list: QueueListFilter & { readonly visit: number }
  /** Named by the first answer. */
  readonly order: ListOrder
}

/**
 * The rows of a list that may be long: only the windows in view are asked for, again and again. Their order is the
 * broker's and stands while one looks; another filter or sort, or `again`, makes a new one.
 */
export function useList(
  filter: QueueListFilter,
  on: boolean,
): Rows & { onView: (first: number, last: number) => void; again: () => void } {
  const client = useQueryClient()
  const [visit, setVisit] = useState(0)
  const [view, setView] = useState<readonly [number, number]>([0, 0])
  const asked = useAsked(filter, visit)
  const pages = on ? pagesOf(view) : []
  const results = useQueries({ queries: pages.map((page) => queueWindowOptions(asked.list, page, asked.order)) })
  const known = results.flatMap(({ data }, at) => (data === undefined ? [] : [{ page: pages[at] ?? 0, data }]))
  const last = useRef<Rows['loaded']>(undefined)
  if (known.length > 0) last.current = loadedOf(known)

  const onView = useCallback((first: number, to: number) => {
    const next = [Math.floor(first / QUEUES_WINDOW), Math.floor(to / QUEUES_WINDOW)] as const
    setView((now) => (now[0] === next[0] && now[1] === next[1] ? now : next))
  }, [])
  const total = last.current?.lines.length ?? 0
  useEffect(() => {
    for (const page of [view[1] + 1, view[1] + 2, view[0] - 1, view[0] - 2]) {
      if (!on || page < 0 || page * QUEUES_WINDOW >= total) continue
      void client.prefetchQuery({ ...queueWindowOptions(asked.list, page, asked.order), staleTime: AHEAD_MS })
    }
  }, [client, view, asked, total, on])
  const failed = results.find(({ isError }) => isError)
  return {
    loaded: last.current,
    error: failed?.error ?? null,
    retry: () => void Promise.all(results.map((result) => result.refetch())),
    onView,
    again: () => setVisit(visit + 1),
  }
}

function useAsked(filter: QueueListFilter, visit: number): Asked {
  const key = JSON.stringify([filter.filter, filter.sort, visit])
  const [asked, setAsked] = useState<Asked>(() => ({ key, list: { ...filter, visit }, order: { order: undefined } }))
  if (asked.key === key) return asked
  const next = { key, list: { ...filter, visit }, order: { order: undefined } }
  setAsked(next)
  return next
}

const pagesOf = ([first, last]: readonly [number, number]): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at)

/** What is not here yet is a hole that keeps its place. */
function loadedOf(known: readonly { page: number; data: QueuePage }[]): Rows['loaded'] {
  const { total, all } = known.reduce(
    (newest, one) => (one.data.all >= newest.all ? one.data : newest),
    known[0]?.data ?? EMPTY,
  )
  const lines: (Line | undefined)[] = new Array(total).fill(undefined)
  for (const { page, data } of known)
    for (const [at, queue] of data.items.entries())
      if (page * QUEUES_WINDOW + at < total) lines[page * QUEUES_WINDOW + at] = lineOf(queue)
  return { lines, total, all, more: 0 }
}

const EMPTY = { total: 0, all: 0 }

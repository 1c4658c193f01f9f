'use client'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSteadyOrder } from '@/components/ui/table/use-steady-order.ts'

interface FoundPage<Row> {
  readonly items: readonly Row[]
  /** How many match, also on pages that are not here yet. */
  readonly total: number
  /** How many there are without a filter. */
  readonly all: number
}

/** The rows of a search in the order in which they first came, and how many there are; `question` tells searches apart. */
export function useFound<Row>(
  list: Pick<UseInfiniteQueryResult<InfiniteData<FoundPage<Row>>>, 'data' | 'isPlaceholderData'>,
  keyOf: (row: Row) => string,
  question: string,
) {
  const found = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  // Rows of the search before stand in until those of this one are here: they must not fix its order.
  const rows = useSteadyOrder(found, keyOf, list.isPlaceholderData ? '' : question)
  const { total, all } = list.data?.pages[0] ?? { total: 0, all: 0 }
  return { rows, total, all }
}

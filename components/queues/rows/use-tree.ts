'use client'
import { useQueries } from '@tanstack/react-query'
import { useRef } from 'react'
import type { QueueTree } from '@/lib/api.ts'
import { type QueueListFilter, queueTreeOptions } from '@/lib/queries/queues.ts'
import { branchLine, type Line } from '../table/line.ts'
import type { Rows } from './rows.ts'

/** Queues by the parts of their names. Each unfolded branch is a question of its own; folded ones cost nothing. */
export function useTree(filter: QueueListFilter, open: readonly string[], on: boolean): Rows {
  const parents = on ? [undefined, ...open] : []
  const results = useQueries({ queries: parents.map((parent) => queueTreeOptions(filter, parent)) })
  const levels = new Map<string, QueueTree>()
  for (const [at, { data }] of results.entries()) if (data !== undefined) levels.set(parents[at] ?? '', data)
  const last = useRef<Rows['loaded']>(undefined)
  const root = levels.get('')
  if (root !== undefined) {
    const more = [...levels.values()].reduce((sum, level) => sum + level.more, 0)
    last.current = { lines: unfolded(levels, new Set(open)), total: root.total, all: root.all, more }
  }
  return {
    loaded: last.current,
    error: results.find(({ isError }) => isError)?.error ?? null,
    retry: () => void Promise.all(results.map((result) => result.refetch())),
  }
}

/** The lines of all that is unfolded, each branch followed by what is below it. */
export function unfolded(levels: ReadonlyMap<string, QueueTree>, open: ReadonlySet<string>): Line[] {
  return below(null, 1)

  function below(parent: string | null, level: number): Line[] {
    const items = levels.get(parent ?? '')?.items ?? []
    return items.flatMap((branch, at) => {
      const unfolds = branch.queues > 1
      const place = {
        level,
        open: unfolds ? open.has(branch.path) : null,
        parent,
        position: at + 1,
        siblings: items.length,
      }
      const own = branchLine(branch, place)
      return place.open === true ? [own, ...below(branch.path, level + 1)] : [own]
    })
  }
}

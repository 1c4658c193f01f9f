import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { CouldNotLoad, Loading, NothingMatches } from '@/components/ui/screen.tsx'
import { counted } from '@/lib/format.ts'

interface ListScreensProps {
  list: Pick<UseInfiniteQueryResult, 'isPending' | 'data' | 'error' | 'refetch'>
  noun: 'subscription' | 'connection'
  /** How many match, of how many. */
  total: number
  all: number
  /** What of the filter is asked for. */
  rest: string
  onClear: () => void
  /** Shown where there are none at all. */
  children: ReactNode
}

/** What stands where a list has no rows; nothing where it has some. */
export function ListScreens({ list, noun, total, all, rest, onClear, children }: ListScreensProps) {
  if (list.isPending) return <Loading what={`the ${noun}s`} />
  if (list.data === undefined) {
    return <CouldNotLoad title={`Could not load the ${noun}s`} error={list.error} onRetry={() => void list.refetch()} />
  }
  if (all === 0) return children
  if (total > 0) return null
  return (
    <NothingMatches title="Nothing matches" actions={<Button onClick={onClear}>Clear filter</Button>}>
      {`${counted(all, noun)}, none with ${rest}`}
    </NothingMatches>
  )
}

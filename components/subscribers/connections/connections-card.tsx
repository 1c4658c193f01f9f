'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { CouldNotLoad, Loading, NoData, NothingMatches } from '@/components/ui/screen.tsx'
import { useSteadyOrder } from '@/components/ui/table/use-steady-order.ts'
import type { Connection } from '@/lib/api.ts'
import { connectionFilter } from '@/lib/filters/connections.ts'
import { count, counted } from '@/lib/format.ts'
import { connectionListOptions } from '@/lib/queries/connections.ts'
import { ConnectionsTable } from './connections-table.tsx'
import { Disconnect } from './disconnect.tsx'

/** Who is connected now, with namespaces and rooms. */
export function ConnectionsCard() {
  const [text, setText] = useQueryState('links', parseAsString.withDefault(''))
  const [closing, setClosing] = useState<string | null>(null)
  const list = useInfiniteQuery(connectionListOptions())
  const all = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const { matches, problems } = useMemo(() => connectionFilter(text), [text])
  const found = useMemo(() => all.filter(matches), [all, matches])
  const rows = useSteadyOrder(found, keyOf, text)
  const filter = (
    <FilterField
      slim
      label="Filter connections"
      placeholder="Filter: room:alert, client:ui-*"
      value={text}
      onChange={(next) => void setText(next)}
      problems={problems}
    />
  )
  return (
    <Card
      title="Live connections"
      sub={all.length === 0 ? undefined : subOf(rows.length, all.length, list.hasNextPage)}
      actions={filter}
    >
      {list.isPending && <Loading what="the connections" />}
      {list.isError && all.length === 0 && (
        <CouldNotLoad title="Could not load the connections" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && all.length === 0 && (
        <NoData icon="subscribers" title="Nobody is connected">
          Publishers and subscribers show up here as they connect. Open the Lab to see some.
        </NoData>
      )}
      {all.length > 0 && rows.length === 0 && (
        <NothingMatches
          title="Nothing matches"
          actions={<Button onClick={() => void setText('')}>Clear filter</Button>}
        >
          {`${counted(all.length, 'connection')}, none with ${text}`}
        </NothingMatches>
      )}
      {rows.length > 0 && <ConnectionsTable rows={rows} onDisconnect={(row) => setClosing(row.id)} />}
      {list.hasNextPage && (
        <p className="cardend">
          <Button small aria-disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </p>
      )}
      <Disconnect connection={all.find((row) => row.id === closing) ?? null} onClose={() => setClosing(null)} />
    </Card>
  )
}

const keyOf = (row: Connection) => row.id

function subOf(shown: number, all: number, more: boolean): string {
  const total = `${more ? 'more than ' : ''}${count(all)} connected`
  return shown === all ? total : `${count(shown)} of ${total}`
}

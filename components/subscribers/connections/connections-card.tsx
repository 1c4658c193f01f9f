'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs'
import { useCallback, useMemo, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { CouldNotLoad, Loading, NoData, NothingMatches } from '@/components/ui/screen.tsx'
import { useSteadyOrder } from '@/components/ui/table/use-steady-order.ts'
import type { Connection } from '@/lib/api.ts'
import { CONNECTION_SORTS, connectionFilter } from '@/lib/filters/connections.ts'
import { counted } from '@/lib/format.ts'
import { type ConnectionSearch, connectionSearchOptions } from '@/lib/queries/connections.ts'
import { MoreRows } from '../more-rows.tsx'
import { shownOf } from '../words.ts'
import { ConnectionTools } from './connection-tools.tsx'
import { ConnectionsTable, type LinkDeed } from './connections-table.tsx'
import { LinkAsked } from './link-asked.tsx'

/** Who is connected now, with namespaces and rooms, and what each holds. */
export function ConnectionsCard() {
  const [text, setText] = useQueryState('links', parseAsString.withDefault(''))
  const [sort, setSort] = useQueryState('linksSort', parseAsStringLiteral(CONNECTION_SORTS).withDefault('since'))
  const [asked, setAsked] = useState<{ deed: LinkDeed; row: Connection } | null>(null)
  const { problems, rest } = useMemo(() => connectionFilter(text), [text])
  const search: ConnectionSearch = { filter: rest, sort }
  const list = useInfiniteQuery(connectionSearchOptions(search))
  const found = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  // Rows of the search before stand in until those of this one are here: they must not fix its order.
  const rows = useSteadyOrder(found, keyOf, list.isPlaceholderData ? '' : `${rest} ${sort}`)
  const { total, all } = list.data?.pages[0] ?? { total: 0, all: 0 }
  const onDeed = useCallback((deed: LinkDeed, row: Connection) => setAsked({ deed, row }), [])
  const isFailed = list.isError && list.data === undefined
  return (
    <Card title="Live connections" sub={all === 0 ? undefined : `${shownOf(total, all, false)} connected`}>
      {all > 0 && <ConnectionTools text={text} search={search} onFilter={setText} problems={problems} total={total} />}
      {list.isPending && <Loading what="the connections" />}
      {isFailed && (
        <CouldNotLoad title="Could not load the connections" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && all === 0 && (
        <NoData icon="subscribers" title="Nobody is connected">
          Publishers and subscribers show up here as they connect. Open the Lab to see some.
        </NoData>
      )}
      {all > 0 && total === 0 && (
        <NothingMatches
          title="Nothing matches"
          actions={<Button onClick={() => void setText('')}>Clear filter</Button>}
        >
          {`${counted(all, 'connection')}, none with ${rest}`}
        </NothingMatches>
      )}
      {rows.length > 0 && (
        <ConnectionsTable
          rows={rows}
          total={total}
          sort={sort}
          onSort={(next) => void setSort(CONNECTION_SORTS.find((one) => one === next) ?? null)}
          onDeed={onDeed}
        />
      )}
      <MoreRows list={list} shown={rows.length} total={total} noun="connection" />
      {asked !== null && <LinkAsked deed={asked.deed} connection={asked.row} onClose={() => setAsked(null)} />}
    </Card>
  )
}

const keyOf = (row: Connection) => row.id

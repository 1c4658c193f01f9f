'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs'
import { useCallback, useMemo, useState } from 'react'
import { Card } from '@/components/ui/card.tsx'
import { NoData } from '@/components/ui/screen.tsx'
import type { Connection } from '@/lib/api.ts'
import { CONNECTION_SORTS, connectionFilter } from '@/lib/filters/connections.ts'
import { type ConnectionSearch, connectionSearchOptions } from '@/lib/queries/connections.ts'
import { ListScreens } from '../list-screens.tsx'
import { MoreRows } from '../more-rows.tsx'
import { useFound } from '../use-found.ts'
import { shownOf } from '../words.ts'
import type { LinkDeed } from './connection-menu.tsx'
import { ConnectionTools } from './connection-tools.tsx'
import { ConnectionsTable } from './connections-table.tsx'
import { LinkAsked } from './link-asked.tsx'

/** Who is connected now, with namespaces and rooms, and what each holds. */
export function ConnectionsCard() {
  const [text, setText] = useQueryState('links', parseAsString.withDefault(''))
  const [sort, setSort] = useQueryState('linksSort', parseAsStringLiteral(CONNECTION_SORTS).withDefault('since'))
  const [asked, setAsked] = useState<{ deed: LinkDeed; row: Connection } | null>(null)
  const { problems, rest } = useMemo(() => connectionFilter(text), [text])
  const search: ConnectionSearch = { filter: rest, sort }
  const list = useInfiniteQuery(connectionSearchOptions(search))
  const { rows, total, all } = useFound(list, keyOf, `${rest} ${sort}`)
  const onDeed = useCallback((deed: LinkDeed, row: Connection) => setAsked({ deed, row }), [])
  return (
    <Card title="Live connections" sub={all === 0 ? undefined : `${shownOf(total, all, false)} connected`}>
      {all > 0 && <ConnectionTools text={text} search={search} onFilter={setText} problems={problems} total={total} />}
      <ListScreens list={list} noun="connection" total={total} all={all} rest={rest} onClear={() => void setText('')}>
        <NoData icon="subscribers" title="Nobody is connected">
          Publishers and subscribers show up here as they connect. Open the Lab to see some.
        </NoData>
      </ListScreens>
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

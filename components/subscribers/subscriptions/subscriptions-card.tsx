'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs'
import { type ReactNode, useMemo, useState } from 'react'
import { Card } from '@/components/ui/card.tsx'
import { later, useNeeded } from '@/components/ui/overlay/later.ts'
import { NoData } from '@/components/ui/screen.tsx'
import { SUBSCRIPTION_SORTS, subscriptionFilter } from '@/lib/filters/subscriptions.ts'
import { type SubscriptionSearch, subscriptionSearchOptions } from '@/lib/queries/subscriptions.ts'
import { ListScreens } from '../list-screens.tsx'
import { MoreRows } from '../more-rows.tsx'
import { useFound } from '../use-found.ts'
import { shownOf } from '../words.ts'
import type { Asking } from './asked.tsx'
import { keyOf } from './row-parts.tsx'
import { SubscriptionTools } from './subscription-tools.tsx'
import { SubscriptionsTable } from './subscriptions-table.tsx'

const dialogs = later(() => import('./asked.tsx'))
const snippet = later(() => import('../subscribe-snippet.tsx'))

/** Durable subscriptions of one queue, or of all: what fails and what falls behind on top. */
export function SubscriptionsCard({ queue }: { queue?: string }) {
  const [text, setText] = useQueryState('subs', parseAsString.withDefault(''))
  const [sort, setSort] = useQueryState('subsSort', parseAsStringLiteral(SUBSCRIPTION_SORTS).withDefault('urgency'))
  const [asked, setAsked] = useState<Asking | null>(null)
  const dialog = useNeeded(dialogs, asked !== null)
  const { problems, rest } = useMemo(() => subscriptionFilter(text), [text])
  const search: SubscriptionSearch = { queue: queue ?? null, filter: rest, sort }
  const list = useInfiniteQuery(subscriptionSearchOptions(search))
  const { rows, total, all } = useFound(list, keyOf, `${rest} ${sort}`)
  return (
    <Card title="Durable subscriptions" sub={all === 0 ? undefined : shownOf(total, all, sort === 'urgency')}>
      {all > 0 && (
        <SubscriptionTools text={text} search={search} onFilter={setText} problems={problems} total={total} />
      )}
      <ListScreens list={list} noun="subscription" total={total} all={all} rest={rest} onClear={() => void setText('')}>
        <Nobody queue={queue} />
      </ListScreens>
      {rows.length > 0 && (
        <SubscriptionsTable
          rows={rows}
          total={total}
          withQueue={queue === undefined}
          sort={sort}
          onSort={(next) => void setSort(SUBSCRIPTION_SORTS.find((one) => one === next) ?? null)}
          onDeed={(deed, row, connection) => setAsked({ deed, key: keyOf(row), connection })}
        />
      )}
      <MoreRows list={list} shown={rows.length} total={total} noun="subscription" />
      {asked !== null && dialog !== undefined && (
        <dialog.Asked asked={asked} rows={rows} onClose={() => setAsked(null)} />
      )}
    </Card>
  )
}

function Nobody({ queue }: { queue: string | undefined }): ReactNode {
  const code = useNeeded(snippet, true)
  return (
    <>
      <NoData
        icon="subscribers"
        title={queue === undefined ? 'Nobody subscribes yet' : `Nobody subscribes to ${queue} durably`}
      >
        A durable subscription has a name, outlives its connections, and gets every message until it is acknowledged.
      </NoData>
      {code !== undefined && <code.SubscribeSnippet queue={queue ?? 'orders'} />}
    </>
  )
}

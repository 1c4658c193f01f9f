'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { SubscriptionCodeDialog } from '@/components/code/code-dialog.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { CouldNotLoad, Loading, NoData, NothingMatches } from '@/components/ui/screen.tsx'
import { useSteadyOrder } from '@/components/ui/table/use-steady-order.ts'
import type { Subscription } from '@/lib/api.ts'
import { byUrgency, subscriptionFilter } from '@/lib/filters/subscriptions.ts'
import { count, counted } from '@/lib/format.ts'
import { subscriptionListOptions } from '@/lib/queries/subscriptions.ts'
import { SubscribeSnippet } from '../subscribe-snippet.tsx'
import { DeleteSubscription } from './delete-subscription.tsx'
import { MoveSubscription } from './move-subscription.tsx'
import { PurgeSubscription } from './purge-subscription.tsx'
import { type Deed, SubscriptionsTable } from './subscriptions-table.tsx'

/** Durable subscriptions of one queue, or of all: what fails and what falls behind on top. */
export function SubscriptionsCard({ queue }: { queue?: string }) {
  const [text, setText] = useQueryState('subs', parseAsString.withDefault(''))
  const [asked, setAsked] = useState<{ deed: Deed; key: string } | null>(null)
  const list = useInfiniteQuery(subscriptionListOptions(queue ?? null))
  const all = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const { matches, problems } = useMemo(() => subscriptionFilter(text), [text])
  const sorted = useMemo(() => all.filter(matches).sort(byUrgency), [all, matches])
  const rows = useSteadyOrder(sorted, keyOf, text)
  useWhole(list)

  const filter = (
    <FilterField
      slim
      label="Filter subscriptions"
      placeholder={queue === undefined ? 'Filter: queue:orders, behind:>100' : 'Filter: state:failing, behind:>100'}
      value={text}
      onChange={(next) => void setText(next)}
      problems={problems}
    />
  )
  const clear = () => void setText('')
  return (
    <Card
      title="Durable subscriptions"
      sub={
        all.length === 0
          ? undefined
          : `${count(rows.length)}${rows.length < all.length ? ` of ${count(all.length)}` : ''}, most urgent first`
      }
      actions={filter}
    >
      {list.isPending && <Loading what="the subscriptions" />}
      {list.isError && all.length === 0 && (
        <CouldNotLoad title="Could not load the subscriptions" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && all.length === 0 && <Nobody queue={queue} />}
      {all.length > 0 && rows.length === 0 && (
        <NothingMatches title="Nothing matches" actions={<Button onClick={clear}>Clear filter</Button>}>
          {`${counted(all.length, 'subscription')}, none with ${text}`}
        </NothingMatches>
      )}
      {rows.length > 0 && (
        <SubscriptionsTable
          rows={rows}
          withQueue={queue === undefined}
          onDeed={(deed, row) => setAsked({ deed, key: keyOf(row) })}
        />
      )}
      <Asked
        deed={asked?.deed}
        row={all.find((row) => keyOf(row) === asked?.key)}
        all={all}
        onClose={() => setAsked(null)}
      />
    </Card>
  )
}

interface AskedProps {
  deed: Deed | undefined
  /** It may be gone by now. */
  row: Subscription | undefined
  all: readonly Subscription[]
  onClose: () => void
}

/** The dialog of what was chosen in a row's menu. */
function Asked({ deed, row, all, onClose }: AskedProps) {
  if (deed === undefined || row === undefined) return null
  switch (deed) {
    case 'move':
      return <MoveSubscription subscription={row} onClose={onClose} />
    case 'purge':
      return <PurgeSubscription subscription={row} others={all} onClose={onClose} />
    case 'code':
      return <SubscriptionCodeDialog subscription={{ ...row, delivery: 'queued' }} onClose={onClose} />
    case 'delete':
      return <DeleteSubscription subscription={row} others={all} onClose={onClose} />
  }
}

const keyOf = (row: Subscription) => `${row.queue}/${row.name}`

/** The filter looks through all of them, so the pages that are still missing are fetched one after the other. */
function useWhole(list: { hasNextPage: boolean; isFetching: boolean; isError: boolean; fetchNextPage: () => unknown }) {
  const { hasNextPage, isFetching, isError, fetchNextPage } = list
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) fetchNextPage()
  }, [hasNextPage, isFetching, isError, fetchNextPage])
}

function Nobody({ queue }: { queue: string | undefined }): ReactNode {
  return (
    <>
      <NoData
        icon="subscribers"
        title={queue === undefined ? 'Nobody subscribes yet' : `Nobody subscribes to ${queue} durably`}
      >
        A durable subscription has a name, outlives its connections, and gets every message until it is acknowledged.
      </NoData>
      <SubscribeSnippet queue={queue ?? 'orders'} />
    </>
  )
}

'use client'
import { useMemo, useState } from 'react'
import { CountLink, Lasting, Rate } from '@/components/ui/figure.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { columnHelper, DataTable } from '@/components/ui/table/data-table.tsx'
import type { Subscription } from '@/lib/api.ts'
import { behind } from '@/lib/filters/subscriptions.ts'
import { count } from '@/lib/format.ts'
import { deadHref } from '@/lib/links.ts'
import { piece } from '@/lib/queries/request.ts'
import { Consumers } from './consumers.tsx'
import { Actions, Events, Handles, HeldBy, keyOf, Named, type OnDeed, Pace, rowsIn } from './row-parts.tsx'
import { AgeWords, SubscriptionState } from './subscription-state.tsx'
import { TrendLine } from './trend-line.tsx'

const helper = columnHelper<Subscription>()
interface SubscriptionsTableProps {
  rows: readonly Subscription[]
  /** How many there are, also on pages that are not here yet. */
  total: number
  withQueue: boolean
  sort: string
  onSort: (next: string) => void
  onDeed: OnDeed
}

export function SubscriptionsTable({ rows, total, withQueue, sort, onSort, onDeed }: SubscriptionsTableProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const columns = withQueue ? WITH_QUEUE : WITHOUT_QUEUE
  const handles = useMemo(
    () => ({ open, toggle: (key: string) => setOpen((before) => toggled(before, key)), onDeed }),
    [open, onDeed],
  )
  return (
    <Handles value={handles}>
      <section className="tablescroll" aria-label="Durable subscriptions table">
        <DataTable
          label="Durable subscriptions"
          className="qtable subs"
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          total={total}
          sort={sort}
          onSort={onSort}
          detail={(row) =>
            open.has(keyOf(row)) && (
              <Consumers
                subscription={row}
                columns={columns.length}
                onDetach={(connection) => onDeed('detach', row, connection)}
              />
            )
          }
        />
      </section>
    </Handles>
  )
}

function toggled(before: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(before)
  if (!next.delete(key)) next.add(key)
  return next
}

const figures = helper.columns([
  helper.display({
    id: 'events',
    header: 'Events',
    meta: { className: 'mono soft ellipsis events', wideOnly: true },
    cell: ({ row }) => <Events events={row.original.events} />,
  }),
  helper.display({
    id: 'state',
    header: 'State',
    meta: { sort: { up: 'urgency' }, label: 'State', className: 'state' },
    cell: ({ row }) => (
      <>
        <SubscriptionState subscription={row.original} />
        <Pace subscription={row.original} />
        <AgeWords subscription={row.original} />
      </>
    ),
  }),
  helper.display({
    id: 'trend',
    header: () => <span title="What waited, over the last 15 minutes">15 min</span>,
    meta: { wideOnly: true },
    cell: ({ row }) => <TrendLine subscription={row.original} />,
  }),
  helper.display({
    id: 'behind',
    header: 'Behind',
    meta: { sort: { up: 'behind', down: '-behind' }, num: true, label: 'Behind' },
    cell: ({ row }) => (
      <CountLink value={behind(row.original)} href={`${rowsIn(row.original)}&show=unsettled`} label="behind" />
    ),
  }),
  helper.display({
    id: 'rate',
    header: () => <span title="Acknowledged per second, over the last 10 s">Acked</span>,
    meta: { num: true, label: 'Acked', sort: { down: '-rate' } },
    cell: ({ row }) => <Rate value={row.original.rates.acked} />,
  }),
  helper.display({
    id: 'floor',
    header: 'Floor',
    meta: { sort: { down: '-floor' }, num: true, className: 'mono soft', wideOnly: true },
    cell: ({ row }) => <span title="All up to here is settled">{count(row.original.floor)}</span>,
  }),
  helper.display({
    id: 'inFlight',
    header: 'In flight',
    meta: { sort: { down: '-inFlight' }, num: true, label: 'In flight' },
    cell: ({ row }) => <CountLink value={row.original.inFlight} href={rowsIn(row.original, 'inFlight')} />,
  }),
  helper.display({
    id: 'retrying',
    header: 'Retrying',
    meta: { sort: { down: '-retrying' }, num: true, wideOnly: true },
    cell: ({ row }) => (
      <CountLink value={row.original.retrying} state="retrying" href={rowsIn(row.original, 'retrying')} />
    ),
  }),
  helper.display({
    id: 'dead',
    header: 'Dead',
    meta: { sort: { down: '-dead' }, num: true, label: 'Dead' },
    cell: ({ row }) => (
      <CountLink
        value={row.original.dead}
        state="dead"
        href={deadHref({ queue: row.original.queue, subscription: row.original.name })}
      />
    ),
  }),
  helper.display({
    id: 'oldest',
    header: 'Oldest unacked',
    meta: { sort: { down: '-oldest' }, num: true, label: 'Oldest unacked' },
    cell: ({ row }) => <Lasting ms={row.original.oldestUnackedMs} />,
  }),
  helper.display({
    id: 'holders',
    header: 'Held by',
    meta: { label: 'Held by', className: 'held' },
    cell: ({ row }) => <HeldBy subscription={row.original} />,
  }),
])

const first = helper.columns([
  helper.display({
    id: 'name',
    header: 'Subscription',
    meta: { sort: { up: 'name', down: '-name' }, className: 'named' },
    cell: ({ row }) => <Named row={row.original} />,
  }),
])

const queue = helper.display({
  id: 'queue',
  header: 'Queue',
  meta: { sort: { up: 'queue', down: '-queue' }, className: 'soft', label: 'Queue' },
  cell: ({ row }) => <PageLink href={`/queues/${piece(row.original.queue)}`}>{row.original.queue}</PageLink>,
})

const last = helper.columns([
  helper.display({
    id: 'actions',
    header: () => <span className="sr">Actions</span>,
    meta: { num: true },
    cell: ({ row }) => <Actions row={row.original} />,
  }),
])

// Made once: with other columns every cell would be a new one, and a menu that is open in it would close.
const WITH_QUEUE = [...first, queue, ...figures, ...last]
const WITHOUT_QUEUE = [...first, ...figures, ...last]

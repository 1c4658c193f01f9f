'use client'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { CountLink, Lasting } from '@/components/ui/figure.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Menu, MenuItem } from '@/components/ui/overlay/menu.tsx'
import { columnHelper, DataTable } from '@/components/ui/table/data-table.tsx'
import type { Subscription } from '@/lib/api.ts'
import { behind } from '@/lib/filters/subscriptions.ts'
import { count, listed } from '@/lib/format.ts'
import { deadHref } from '@/lib/links.ts'
import { piece } from '@/lib/queries/request.ts'
import { Consumers } from './consumers.tsx'
import { AgeWords, SubscriptionState } from './subscription-state.tsx'

const helper = columnHelper<Subscription>()
const keyOf = (row: Subscription) => `${row.queue}/${row.name}`

/** The messages of its queue that are in a state for it. */
const rowsIn = (row: Subscription, states?: string) =>
  `/queues/${piece(row.queue)}?q=${piece(`subscription:${row.name}${states === undefined ? '' : ` state:${states}`}`)}`

/** What can be done to a subscription from its row. */
export type Deed = 'move' | 'purge' | 'delete' | 'code'

interface SubscriptionsTableProps {
  rows: readonly Subscription[]
  withQueue: boolean
  onDeed: (deed: Deed, subscription: Subscription) => void
}

export function SubscriptionsTable({ rows, withQueue, onDeed }: SubscriptionsTableProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const columns = useMemo(() => {
    const toggle = (key: string) => setOpen((before) => toggled(before, key))
    return columnsOf({ open, toggle, withQueue, onDeed })
  }, [open, withQueue, onDeed])
  return (
    <section className="tablescroll" aria-label="Durable subscriptions table">
      <DataTable
        label="Durable subscriptions"
        className="qtable subs"
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        detail={(row) => open.has(keyOf(row)) && <Consumers subscription={row} withQueue={withQueue} />}
      />
    </section>
  )
}

function toggled(before: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(before)
  if (!next.delete(key)) next.add(key)
  return next
}

interface Handles {
  open: ReadonlySet<string>
  toggle: (key: string) => void
  withQueue: boolean
  onDeed: (deed: Deed, subscription: Subscription) => void
}

function columnsOf(handles: Handles) {
  const queue = helper.display({
    id: 'queue',
    header: 'Queue',
    meta: { className: 'soft', label: 'Queue' },
    cell: ({ row }) => <Link href={`/queues/${piece(row.original.queue)}`}>{row.original.queue}</Link>,
  })
  return helper.columns([
    helper.display({
      id: 'name',
      header: 'Subscription',
      meta: { className: 'named' },
      cell: ({ row }) => <Named row={row.original} {...handles} />,
    }),
    ...(handles.withQueue ? [queue] : []),
    ...figures,
    helper.display({
      id: 'actions',
      header: () => <span className="sr">Actions</span>,
      meta: { num: true },
      cell: ({ row }) => <Actions row={row.original} onDeed={handles.onDeed} />,
    }),
  ])
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
    meta: { label: 'State', className: 'state' },
    cell: ({ row }) => (
      <>
        <SubscriptionState subscription={row.original} />
        <AgeWords subscription={row.original} />
      </>
    ),
  }),
  helper.display({
    id: 'behind',
    header: 'Behind',
    meta: { num: true, label: 'Behind' },
    cell: ({ row }) => (
      <CountLink value={behind(row.original)} href={`${rowsIn(row.original)}&show=unsettled`} label="behind" />
    ),
  }),
  helper.display({
    id: 'floor',
    header: 'Floor',
    meta: { num: true, className: 'mono soft', wideOnly: true },
    cell: ({ row }) => <span title="All up to here is settled">{count(row.original.floor)}</span>,
  }),
  helper.display({
    id: 'inFlight',
    header: 'In flight',
    meta: { num: true, label: 'In flight' },
    cell: ({ row }) => <CountLink value={row.original.inFlight} href={rowsIn(row.original, 'inFlight')} />,
  }),
  helper.display({
    id: 'retrying',
    header: 'Retrying',
    meta: { num: true, wideOnly: true },
    cell: ({ row }) => (
      <CountLink value={row.original.retrying} state="retrying" href={rowsIn(row.original, 'retrying')} />
    ),
  }),
  helper.display({
    id: 'dead',
    header: 'Dead',
    meta: { num: true, label: 'Dead' },
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
    meta: { num: true, label: 'Oldest unacked' },
    cell: ({ row }) => <Lasting ms={row.original.oldestUnackedMs} />,
  }),
  helper.display({
    id: 'holders',
    header: 'Held by',
    meta: { label: 'Held by', className: 'held' },
    cell: ({ row }) => <HeldBy subscription={row.original} />,
  }),
])

function Named({ row, open, toggle }: Handles & { row: Subscription }) {
  const shown = open.has(keyOf(row))
  return (
    <span className="who-btn">
      <Button
        variant="quiet"
        className="twist"
        aria-expanded={shown}
        aria-label={`${shown ? 'Hide' : 'Show'} who holds ${row.name}`}
        onClick={() => toggle(keyOf(row))}
      >
        <Icon name={shown ? 'down' : 'right'} size={14} />
      </Button>
      <Link href={rowsIn(row)}>{row.name}</Link>
    </span>
  )
}

function Actions({ row, onDeed }: { row: Subscription; onDeed: Handles['onDeed'] }) {
  const trigger = (
    <Button variant="quiet" small icon aria-label={`Actions for ${row.name}`}>
      <Icon name="more" />
    </Button>
  )
  return (
    <Menu trigger={trigger}>
      <MenuItem onSelect={() => onDeed('move', row)} note="Skip ahead, or send again">
        Move {row.name}…
      </MenuItem>
      {behind(row) > 0 && (
        <MenuItem onSelect={() => onDeed('purge', row)} note={`${count(behind(row))} waiting`}>
          Purge what waits…
        </MenuItem>
      )}
      <MenuItem onSelect={() => onDeed('code', row)} note="JavaScript, Python, curl">
        Copy as code…
      </MenuItem>
      <MenuItem onSelect={() => onDeed('delete', row)}>Delete {row.name}…</MenuItem>
    </Menu>
  )
}

export function Events({ events }: { events: readonly string[] }) {
  return <span title={listed(events)}>{events.includes('*') ? 'all' : events.join(' ')}</span>
}

/** Who is connected for it, the one that holds something first. */
function HeldBy({ subscription }: { subscription: Subscription }) {
  const { consumers } = subscription
  const first = consumers.toSorted((a, b) => b.inFlight - a.inFlight)[0]
  if (first === undefined) return <span className="zero">nobody</span>
  const name = first.client ?? first.connection
  return (
    <Link href={`/subscribers?links=${piece(`client:${name}`)}`}>
      {name}
      {consumers.length > 1 && ` and ${count(consumers.length - 1)} more`}
    </Link>
  )
}

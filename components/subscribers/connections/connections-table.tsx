'use client'
import { useMemo } from 'react'
import { useFeed } from '@/components/shell/feed/provider.tsx'
import { useNow } from '@/components/shell/use-now.ts'
import { Way } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Menu, MenuItem } from '@/components/ui/overlay/menu.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { columnHelper, DataTable } from '@/components/ui/table/data-table.tsx'
import type { Connection } from '@/lib/api.ts'
import { nameOf, realtimeWords, SLOW_BYTES } from '@/lib/filters/connections.ts'
import { bytes, count, counted, duration, perSecond } from '@/lib/format.ts'
import { queueHref } from '@/lib/links.ts'
import { piece } from '@/lib/queries/request.ts'

const helper = columnHelper<Connection>()

/** What can be done to a connection from its row. */
export type LinkDeed =
  | { readonly deed: 'disconnect'; readonly reconnect: boolean }
  | { readonly deed: 'detach'; readonly queue: string; readonly name: string }

type OnDeed = (deed: LinkDeed, connection: Connection) => void

interface ConnectionsTableProps {
  rows: readonly Connection[]
  /** How many match, also on pages that are not here yet. */
  total: number
  sort: string
  onSort: (next: string) => void
  onDeed: OnDeed
}

export function ConnectionsTable({ rows, total, sort, onSort, onDeed }: ConnectionsTableProps) {
  const columns = useMemo(() => columnsOf(onDeed), [onDeed])
  return (
    <section className="tablescroll" aria-label="Live connections table">
      <DataTable
        label="Live connections"
        className="qtable links"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        total={total}
        sort={sort}
        onSort={onSort}
      />
    </section>
  )
}

function columnsOf(onDeed: OnDeed) {
  return helper.columns([
    helper.display({
      id: 'client',
      header: 'Client',
      meta: { sort: { up: 'client', down: '-client' } },
      cell: ({ row }) => <Client row={row.original} />,
    }),
    helper.display({
      id: 'address',
      header: 'Address',
      meta: { className: 'mono soft', label: 'Address', sort: { up: 'address' } },
      cell: ({ row }) => row.original.address,
    }),
    helper.display({
      id: 'transport',
      header: 'Transport',
      meta: { className: 'soft', wideOnly: true },
      cell: ({ row }) => transportWords(row.original),
    }),
    helper.display({
      id: 'since',
      header: 'Connected',
      meta: { className: 'soft', label: 'Connected', sort: { up: 'since', down: '-since' } },
      cell: ({ row }) => <Since at={row.original.since} />,
    }),
    helper.display({
      id: 'rooms',
      header: 'Namespaces (queues) and rooms (events)',
      meta: { className: 'rooms', label: 'Namespaces and rooms' },
      cell: ({ row }) => <Rooms row={row.original} />,
    }),
    helper.display({
      id: 'as',
      header: 'Subscribes as',
      meta: { className: 'as', label: 'Subscribes as' },
      cell: ({ row }) => <SubscribesAs row={row.original} />,
    }),
    ...figures,
    helper.display({
      id: 'note',
      header: 'Note',
      meta: { className: 'note' },
      cell: ({ row }) => <Note row={row.original} />,
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr">Actions</span>,
      meta: { num: true },
      cell: ({ row }) => <Actions row={row.original} onDeed={onDeed} />,
    }),
  ])
}

const figures = helper.columns([
  helper.display({
    id: 'held',
    header: 'In flight',
    meta: { num: true, label: 'In flight', sort: { down: '-held' } },
    cell: ({ row }) => <Held row={row.original} />,
  }),
  helper.display({
    id: 'out',
    header: 'Out',
    meta: { num: true, label: 'Out', sort: { down: '-out' } },
    cell: ({ row }) => (row.original.out === 0 ? <span className="zero">0</span> : `${perSecond(row.original.out)}/s`),
  }),
  helper.display({
    id: 'unsent',
    header: 'Unsent',
    meta: { num: true, label: 'Unsent', sort: { down: '-unsent' } },
    cell: ({ row }) => bytes(row.original.unsentBytes),
  }),
  helper.display({
    id: 'ping',
    header: 'Ping',
    meta: { num: true, className: 'soft', label: 'Ping', sort: { down: '-ping' } },
    cell: ({ row }) =>
      row.original.pingMs === null ? <span className="zero">none</span> : duration(row.original.pingMs),
  }),
])

function Client({ row }: { row: Connection }) {
  const own = useFeed((feed) => feed.tab) === row.id
  return (
    <>
      <PageLink
        href={`/subscribers?links=${piece(`client:${nameOf(row)}`)}`}
        className={row.client === null ? 'mono' : undefined}
      >
        {nameOf(row)}
      </PageLink>
      {own && <span className="muted"> this tab</span>}
    </>
  )
}

/** What it has in flight, each subscription's own: a link to those messages. */
function Held({ row }: { row: Connection }) {
  const held = row.subscriptions.filter((one) => one.inFlight > 0 && one.name !== null)
  if (held.length === 0) return <span className="zero">0</span>
  return held.map(({ queue, name, inFlight }) => (
    <PageLink
      key={`${queue}/${name}`}
      className="heldlink"
      href={queueHref(queue, `subscription:${name} state:inFlight`)}
      title={`${counted(inFlight, 'message')} of ${name} of ${queue}`}
    >
      {count(inFlight)}
    </PageLink>
  ))
}

function Since({ at }: { at: string }) {
  const ms = (useNow() ?? 0) - Date.parse(at)
  return ms < 1_000 ? 'now' : duration(Math.floor(ms / 1_000) * 1_000)
}

/** Engine.IO's protocol 3 is spoken by Socket.IO v2. */
function transportWords(row: Connection): string {
  return `${row.transport === 'websocket' ? 'WebSocket' : 'polling'}, ${row.protocol === 3 ? 'v2' : 'v4'}`
}

function Rooms({ row }: { row: Connection }) {
  if (row.sockets.length === 0) return <span className="muted">none</span>
  return (
    <ul>
      {row.sockets.map((socket) => (
        <li key={socket.queue} className="room">
          <b>
            <Namespace queue={socket.queue} />
          </b>{' '}
          {socket.rooms.join(' ')}
        </li>
      ))}
    </ul>
  )
}

/** The default namespace is no queue: publishers use it. */
function Namespace({ queue }: { queue: string }) {
  return queue === '/' ? '/' : <PageLink href={`/queues/${piece(queue)}`}>/{queue}</PageLink>
}

function SubscribesAs({ row }: { row: Connection }) {
  const names = [...new Set(row.subscriptions.flatMap((one) => one.name ?? []))]
  const realtime = realtimeWords(row)
  return (
    <span className="ways-of">
      {names.length > 0 && <Way delivery="queued">{names.join(', ')}</Way>}
      {realtime !== null && <Way delivery="realtime">{realtime}</Way>}
      {row.in > 0 && (
        <span className="way" title="Publishes">
          <Icon name="publish" />
          {perSecond(row.in)}/s
        </span>
      )}
      {names.length === 0 && realtime === null && row.in === 0 && <span className="zero">nothing</span>}
    </span>
  )
}

function Note({ row }: { row: Connection }) {
  if (row.unsentBytes < SLOW_BYTES) return null
  return (
    <span
      className="st retrying"
      title="It takes messages more slowly than they come. Above 1 MiB unsent, real-time ones are dropped."
    >
      <Icon name="warn" />
      slow
    </span>
  )
}

function Actions({ row, onDeed }: { row: Connection; onDeed: OnDeed }) {
  const named = row.subscriptions.flatMap(({ queue, name }) => (name === null ? [] : [{ queue, name }]))
  const trigger = (
    <Button variant="quiet" small icon aria-label={`Actions for ${nameOf(row)}`}>
      <Icon name="more" />
    </Button>
  )
  return (
    <Menu trigger={trigger}>
      {named.map(({ queue, name }) => (
        <MenuItem
          key={`${queue}/${name}`}
          note={`Of ${queue}; it stays connected`}
          onSelect={() => onDeed({ deed: 'detach', queue, name }, row)}
        >
          {`Detach from ${name}…`}
        </MenuItem>
      ))}
      <MenuItem note="It may come back at once" onSelect={() => onDeed({ deed: 'disconnect', reconnect: true }, row)}>
        {`Disconnect ${nameOf(row)}…`}
      </MenuItem>
      <MenuItem
        note="Its client is told not to come back"
        onSelect={() => onDeed({ deed: 'disconnect', reconnect: false }, row)}
      >
        {`Send ${nameOf(row)} away…`}
      </MenuItem>
    </Menu>
  )
}

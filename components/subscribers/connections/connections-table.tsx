'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { useFeed } from '@/components/shell/feed/provider.tsx'
import { useNow } from '@/components/shell/use-now.ts'
import { Way } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Menu, MenuItem } from '@/components/ui/overlay/menu.tsx'
import { columnHelper, DataTable } from '@/components/ui/table/data-table.tsx'
import type { Connection } from '@/lib/api.ts'
import { nameOf, realtimeWords, SLOW_BYTES } from '@/lib/filters/connections.ts'
import { bytes, duration, perSecond } from '@/lib/format.ts'
import { piece } from '@/lib/queries/request.ts'

const helper = columnHelper<Connection>()

interface ConnectionsTableProps {
  rows: readonly Connection[]
  onDisconnect: (connection: Connection) => void
}

export function ConnectionsTable({ rows, onDisconnect }: ConnectionsTableProps) {
  const columns = useMemo(() => columnsOf(onDisconnect), [onDisconnect])
  return (
    <section className="tablescroll" aria-label="Live connections table">
      <DataTable
        label="Live connections"
        className="qtable links"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
      />
    </section>
  )
}

function columnsOf(onDisconnect: (connection: Connection) => void) {
  return helper.columns([
    helper.display({ id: 'client', header: 'Client', cell: ({ row }) => <Client row={row.original} /> }),
    helper.display({
      id: 'address',
      header: 'Address',
      meta: { className: 'mono soft', label: 'Address' },
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
      meta: { className: 'soft', label: 'Connected' },
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
      cell: ({ row }) => <Actions row={row.original} onDisconnect={onDisconnect} />,
    }),
  ])
}

const figures = helper.columns([
  helper.display({
    id: 'out',
    header: 'Out',
    meta: { num: true, label: 'Out' },
    cell: ({ row }) => (row.original.out === 0 ? <span className="zero">0</span> : `${perSecond(row.original.out)}/s`),
  }),
  helper.display({
    id: 'unsent',
    header: 'Unsent',
    meta: { num: true, label: 'Unsent' },
    cell: ({ row }) => bytes(row.original.unsentBytes),
  }),
  helper.display({
    id: 'ping',
    header: 'Ping',
    meta: { num: true, className: 'soft', label: 'Ping' },
    cell: ({ row }) =>
      row.original.pingMs === null ? <span className="zero">none</span> : duration(row.original.pingMs),
  }),
])

function Client({ row }: { row: Connection }) {
  const own = useFeed((feed) => feed.tab) === row.id
  return (
    <>
      <Link
        href={`/subscribers?links=${piece(`client:${nameOf(row)}`)}`}
        className={row.client === null ? 'mono' : undefined}
      >
        {nameOf(row)}
      </Link>
      {own && <span className="muted"> this tab</span>}
    </>
  )
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
  return queue === '/' ? '/' : <Link href={`/queues/${piece(queue)}`}>/{queue}</Link>
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

function Actions({ row, onDisconnect }: { row: Connection; onDisconnect: (row: Connection) => void }) {
  const trigger = (
    <Button variant="quiet" small icon aria-label={`Actions for ${nameOf(row)}`}>
      <Icon name="more" />
    </Button>
  )
  return (
    <Menu trigger={trigger}>
      <MenuItem onSelect={() => onDisconnect(row)}>Disconnect {nameOf(row)}…</MenuItem>
    </Menu>
  )
}

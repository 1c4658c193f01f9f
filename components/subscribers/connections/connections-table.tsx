'use client'
import { useMemo } from 'react'
import { Lasting, Rate } from '@/components/ui/figure.tsx'
import { columnHelper, DataTable } from '@/components/ui/table/data-table.tsx'
import type { Connection } from '@/lib/api.ts'
import { bytes } from '@/lib/format.ts'
import { Client, Held, Note, Rooms, Since, SubscribesAs, transportWords } from './connection-cells.tsx'
import { ConnectionMenu, type OnDeed } from './connection-menu.tsx'

const helper = columnHelper<Connection>()

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
      cell: ({ row }) => <ConnectionMenu row={row.original} onDeed={onDeed} />,
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
    cell: ({ row }) => <Rate value={row.original.out} />,
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
    cell: ({ row }) => <Lasting ms={row.original.pingMs} />,
  }),
])

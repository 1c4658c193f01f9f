'use client'
import Link from 'next/link'
import { WayBadge } from '@/components/ui/badge.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { columnHelper, DataTable } from '@/components/ui/table/data-table.tsx'
import { bytes, clockTenths, count } from '@/lib/format.ts'
import { piece } from '@/lib/queries/request.ts'
import type { LiveRow } from './live-rows.ts'

const helper = columnHelper<LiveRow>()

function columnsOf(queue: string) {
  return helper.columns([
    helper.display({ id: 'seq', header: 'Seq', cell: ({ row }) => <Place queue={queue} row={row.original} /> }),
    helper.display({
      id: 'at',
      header: 'Time',
      meta: { className: 'mono soft', label: 'Time' },
      cell: ({ row }) => clockTenths(Date.parse(row.original.message.publishedAt)),
    }),
    helper.display({
      id: 'event',
      header: 'Event',
      meta: { label: 'Event' },
      cell: ({ row }) => row.original.message.event,
    }),
    helper.display({
      id: 'way',
      header: 'Published',
      meta: { wideOnly: true },
      cell: ({ row }) => <WayBadge delivery={row.original.message.delivery} />,
    }),
    helper.display({
      id: 'key',
      header: 'Key',
      meta: { className: 'mono soft', wideOnly: true },
      cell: ({ row }) => row.original.message.key ?? '',
    }),
    helper.display({
      id: 'preview',
      header: 'Payload',
      meta: { className: 'mono soft preview', label: 'Payload' },
      cell: ({ row }) => `${row.original.message.preview}${row.original.message.truncated ? '…' : ''}`,
    }),
    helper.display({
      id: 'bytes',
      header: 'Size',
      meta: { num: true, wideOnly: true },
      cell: ({ row }) => bytes(row.original.message.bytes),
    }),
  ])
}

/** New ones come in on top; stop following to read. */
export function LiveTable({ queue, rows }: { queue: string; rows: readonly LiveRow[] }) {
  return (
    <section className="tablescroll" aria-label="Messages passing by">
      <DataTable
        label={`Messages of ${queue} as they pass by`}
        className="qtable live"
        columns={columnsOf(queue)}
        rows={rows}
        rowKey={(row) => String(row.key)}
      />
    </section>
  )
}

function Place({ queue, row }: { queue: string; row: LiveRow }) {
  const { seq, id } = row.message
  const at = `/queues/${piece(queue)}?m=`
  if (seq !== null) return <Link href={`${at}${seq}`}>{count(seq)}</Link>
  return (
    <Link href={`${at}${piece(`id:${id}`)}`} className="rtseq" title="Real-time messages have no seq">
      <Icon name="realtime" size={13} />
      real time
    </Link>
  )
}

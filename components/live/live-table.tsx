'use client'
import { type ReactNode, useMemo } from 'react'
import { WayBadge } from '@/components/ui/badge.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { columnHelper, DataTable } from '@/components/ui/table/data-table.tsx'
import { useTimes } from '@/components/ui/time.tsx'
import type { TailMessage } from '@/lib/feed.ts'
import { bytes, clockTenths, count, counted } from '@/lib/format.ts'
import { messageHref, queueHref } from '@/lib/links.ts'
import type { LiveGap, LiveRow } from './live-rows.ts'

const helper = columnHelper<LiveRow>()

/** A cell of a message; a gap has none but its words. */
const of = (row: LiveRow, cell: (message: TailMessage) => ReactNode): ReactNode =>
  row.kind === 'message' ? cell(row.message) : null

function columnsOf(queue: string) {
  return helper.columns([
    helper.display({ id: 'seq', header: 'Seq', cell: ({ row }) => <Place queue={queue} row={row.original} /> }),
    helper.display({
      id: 'at',
      header: 'Time',
      meta: { className: 'mono soft', label: 'Time' },
      cell: ({ row }) => of(row.original, ({ publishedAt }) => <At at={Date.parse(publishedAt)} />),
    }),
    helper.display({
      id: 'event',
      header: 'Event',
      meta: { label: 'Event' },
      cell: ({ row }) => of(row.original, ({ event }) => event),
    }),
    helper.display({
      id: 'way',
      header: 'Published',
      meta: { wideOnly: true },
      cell: ({ row }) => of(row.original, ({ delivery }) => <WayBadge delivery={delivery} />),
    }),
    helper.display({
      id: 'key',
      header: 'Key',
      meta: { className: 'mono soft', wideOnly: true },
      cell: ({ row }) => of(row.original, ({ key }) => key ?? ''),
    }),
    helper.display({
      id: 'preview',
      header: 'Payload',
      meta: { className: 'mono soft preview', label: 'Payload' },
      cell: ({ row: { original } }) =>
        original.kind === 'gap' ? (
          <span className="gapwords">{gapWords(original)}</span>
        ) : (
          <bdi>{`${original.message.preview}${original.message.truncated ? '…' : ''}`}</bdi>
        ),
    }),
    helper.display({
      id: 'bytes',
      header: 'Size',
      meta: { num: true, wideOnly: true },
      cell: ({ row }) => of(row.original, (message) => bytes(message.bytes)),
    }),
  ])
}

/** New ones come in on top; stop following to read. */
export function LiveTable({ queue, rows }: { queue: string; rows: readonly LiveRow[] }) {
  const columns = useMemo(() => columnsOf(queue), [queue])
  return (
    <section className="tablescroll" aria-label="Messages passing by">
      <DataTable
        label={`Messages of ${queue} as they pass by`}
        className="qtable live"
        columns={columns}
        rows={rows}
        rowKey={(row) => String(row.key)}
      />
    </section>
  )
}

function gapWords({ count: missing, reason }: LiveGap): string {
  const which = counted(missing, 'message')
  return reason === 'fast' ? `${which} came too fast to show` : `${which} came after as many as are held here`
}

function Place({ queue, row }: { queue: string; row: LiveRow }) {
  if (row.kind === 'gap') return <GapPlace queue={queue} gap={row} />
  const { seq } = row.message
  if (seq !== null) return <PageLink href={messageHref(queue, row.message)}>{count(seq)}</PageLink>
  return (
    <PageLink href={messageHref(queue, row.message)} className="rtseq" title="Real-time messages have no seq">
      <Icon name="realtime" size={13} />
      real time
    </PageLink>
  )
}

/** Leads to those that are not shown, where their seqs are known. */
function GapPlace({ queue, gap }: { queue: string; gap: LiveGap }) {
  const { from, to } = gap
  if (from === null || to === null) return <PageLink href={queueHref(queue)}>{`+${count(gap.count)}`}</PageLink>
  return <PageLink href={queueHref(queue, `seq:${from}..${to}`)}>{`${count(from)} to ${count(to)}`}</PageLink>
}

/** With tenths: many pass by in one second. */
function At({ at }: { at: number }) {
  return clockTenths(at, useTimes().zone)
}

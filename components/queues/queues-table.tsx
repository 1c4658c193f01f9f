'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { LimitBadge } from '@/components/queue/limit-badge.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { CountLink, Lasting } from '@/components/ui/figure.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Spark } from '@/components/ui/spark.tsx'
import { columnHelper, DataTable } from '@/components/ui/table/data-table.tsx'
import { QUEUE_SORTS, type Queue } from '@/lib/api.ts'
import { perSecond } from '@/lib/format.ts'
import { deadHref } from '@/lib/links.ts'
import type { QueueSort } from '@/lib/queries/queues.ts'
import { ratesOptions } from '@/lib/queries/rates.ts'
import { piece } from '@/lib/queries/request.ts'

const helper = columnHelper<Queue>()
const at = (queue: Queue, rest = '') => `/queues/${piece(queue.name)}${rest}`
const state = (queue: Queue, name: string) => at(queue, `?q=state%3A${name}`)

const columns = helper.columns([
  helper.display({
    id: 'name',
    header: 'Queue',
    meta: { sort: { up: 'name' } },
    cell: ({ row }) => <Name queue={row.original} />,
  }),
  helper.display({
    id: 'spark',
    header: 'Published, 15 min',
    meta: { className: 'sp' },
    cell: ({ row }) => <Published queue={row.original.name} />,
  }),
  helper.display({
    id: 'in',
    header: 'In',
    meta: { num: true, label: 'In', sort: { down: '-rate' } },
    cell: ({ row }) => <Rate value={row.original.rates.published} href={at(row.original, '/live')} />,
  }),
  helper.display({
    id: 'acked',
    header: 'Acked',
    meta: { num: true, wideOnly: true },
    cell: ({ row }) => <Rate value={row.original.rates.acked} href={state(row.original, 'acked')} />,
  }),
  helper.display({
    id: 'oldest',
    header: 'Oldest waiting',
    meta: { num: true, label: 'Oldest', sort: { down: '-oldest' } },
    cell: ({ row }) => <Oldest queue={row.original} />,
  }),
  helper.display({
    id: 'pending',
    header: 'Pending',
    meta: { num: true, label: 'Pending', sort: { down: '-pending' } },
    cell: ({ row }) => <CountLink value={row.original.pending} href={state(row.original, 'pending')} />,
  }),
  helper.display({
    id: 'inFlight',
    header: 'In flight',
    meta: { num: true, wideOnly: true, sort: { down: '-inFlight' } },
    cell: ({ row }) => <CountLink value={row.original.inFlight} href={state(row.original, 'inFlight')} />,
  }),
  helper.display({
    id: 'retrying',
    header: 'Retrying',
    meta: { num: true, wideOnly: true, sort: { down: '-retrying' } },
    cell: ({ row }) => (
      <CountLink value={row.original.retrying} state="retrying" href={state(row.original, 'retrying')} />
    ),
  }),
  helper.display({
    id: 'dead',
    header: 'Dead',
    meta: { num: true, label: 'Dead', sort: { down: '-dead' } },
    cell: ({ row }) => (
      <CountLink value={row.original.dead} state="dead" href={deadHref({ queue: row.original.name })} />
    ),
  }),
  helper.display({
    id: 'missed',
    header: 'Missed, 15 min',
    meta: { num: true, wideOnly: true },
    cell: ({ row }) => (
      <CountLink
        value={row.original.rates.missed}
        state="missed"
        href={at(row.original, '?q=state%3Amissed&time=15m')}
      />
    ),
  }),
])

interface QueuesTableProps {
  rows: readonly Queue[]
  sort: QueueSort
  onSort: (next: QueueSort) => void
}

export function QueuesTable({ rows, sort, onSort }: QueuesTableProps) {
  const choose = (next: string) => {
    const known = QUEUE_SORTS.find((one) => one === next)
    if (known !== undefined) onSort(known)
  }
  return (
    <section className="tablescroll" aria-label="Queues table">
      <DataTable
        label="Queues"
        className="qtable"
        columns={columns}
        rows={rows}
        rowKey={(queue) => queue.name}
        sort={sort}
        onSort={choose}
      />
    </section>
  )
}

function Name({ queue }: { queue: Queue }) {
  return (
    <>
      <Link href={at(queue)}>{queue.name}</Link>{' '}
      {queue.paused && (
        <Badge>
          <Icon name="pause" size={12} />
          Paused
        </Badge>
      )}{' '}
      <LimitBadge queue={queue} />
    </>
  )
}

function Published({ queue }: { queue: string }) {
  const { data } = useQuery(ratesOptions(queue))
  if (data === undefined) return <span className="spark" />
  return <Spark values={sums(data.published, data.publishedRealtime)} label={`${queue}: published in 15 minutes`} />
}

const sums = (queued: readonly number[], realtime: readonly number[]) =>
  queued.map((value, index) => value + (realtime[index] ?? 0))

function Rate({ value, href }: { value: number; href: string }) {
  return value === 0 ? <span className="zero">0</span> : <Link href={href}>{perSecond(value)}/s</Link>
}

function Oldest({ queue }: { queue: Queue }) {
  if (queue.oldestPendingMs === null) return <Lasting ms={null} />
  return (
    <Link href={at(queue, '/subscriptions')}>
      <Lasting ms={queue.oldestPendingMs} />
    </Link>
  )
}

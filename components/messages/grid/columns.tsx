'use client'
import { createColumnHelper, tableFeatures } from '@tanstack/react-table'
import { Way } from '@/components/ui/badge.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { COLUMNS } from '@/lib/columns.ts'
import { count } from '@/lib/format.ts'
import type { Row } from '../rows/book.ts'
import { payloadLine } from '../rows/preview.ts'
import { Age, DeliveryState, Due } from './delivery-state.tsx'
import { StatesSum } from './states-sum.tsx'
import { cellFor, type Subscriber } from './subscribers.ts'

export const features = tableFeatures({})
const helper = createColumnHelper<typeof features, Row>()

const own = [
  helper.display({ id: 'seq', header: 'Seq', cell: ({ row }) => <Place row={row.original} /> }),
  helper.display({ id: 'age', header: 'Age', cell: ({ row }) => <Age at={row.original.message.publishedAt} /> }),
  helper.display({ id: 'event', header: 'Event', cell: ({ row }) => row.original.message.event }),
  helper.display({ id: 'key', header: 'Key', cell: ({ row }) => <bdi>{row.original.message.key ?? ''}</bdi> }),
]
const payload = helper.display({
  id: 'payload',
  header: 'Payload',
  cell: ({ row }) => <bdi>{payloadLine(row.original.message)}</bdi>,
})

/** Where there is no room for columns of their own: the payload below its event. */
const twoLines = helper.display({
  id: 'what',
  header: 'Event and payload',
  cell: ({ row: { original } }) => (
    <>
      <span className="ellipsis">{original.message.event}</span>
      <bdi className="mono muted ellipsis">{payloadLine(original.message)}</bdi>
    </>
  ),
})

const states = helper.display({
  id: 'states',
  header: 'Deliveries',
  cell: ({ row }) => <StatesSum state={row.original.message.state} />,
})

/** One line for each message; where there is no room, two. */
export function listColumns(roomy: boolean) {
  const columns = roomy ? [...own, payload, states] : [...own.slice(0, 2), twoLines, states]
  return helper.columns([helper.group({ id: 'message', header: '', columns: helper.columns(columns) })])
}

/** The message's own columns, then a group of durable subscriptions, then one of real-time clients. */
export function columnsOf(subscribers: readonly Subscriber[], roomy: boolean, there: There) {
  const queued = subscribers.filter((one) => one.delivery === 'queued')
  const realtime = subscribers.filter((one) => one.delivery === 'realtime')
  return helper.columns([
    helper.group({ id: 'message', header: '', columns: helper.columns(roomy ? [...own, payload] : own) }),
    ...(queued.length === 0
      ? []
      : [group('queued', headOf('Queued', 'durable subscriptions', queued.length, there.queued), queued)]),
    ...(realtime.length === 0
      ? []
      : [group('realtime', headOf('Real time', 'connections', realtime.length, there.realtime), realtime)]),
  ])
}

/** Subscribers of the queue, whether they have a column or not. */
export interface There {
  readonly queued: number
  readonly realtime: number
}

/** "Real time: connections", or of very many "Real time: 12 of 5,000 connections". */
function headOf(way: string, what: string, shown: number, there: number): string {
  const isSome = there > shown && shown >= COLUMNS[way === 'Queued' ? 'queued' : 'realtime']
  return `${way}: ${isSome ? `${shown} of ${count(there)} ` : ''}${what}`
}

function group(delivery: 'queued' | 'realtime', words: string, subscribers: readonly Subscriber[]) {
  return helper.group({
    id: delivery,
    header: () => <Way delivery={delivery}>{words}</Way>,
    columns: helper.columns(subscribers.map(column)),
  })
}

function column(subscriber: Subscriber) {
  return helper.display({
    id: subscriber.id,
    header: () => <SubscriberHead subscriber={subscriber} />,
    cell: ({ row }) => <DeliveryState cell={cellFor(row.original.message, subscriber.id)} />,
  })
}

function SubscriberHead({ subscriber }: { subscriber: Subscriber }) {
  return (
    <>
      <b title={subscriber.name}>{subscriber.name}</b>
      <span title={subscriber.note}>
        {subscriber.away && <span className="dot off" />}
        {subscriber.note}
      </span>
    </>
  )
}

/** A queued message's seq; when it is due, before it has one; the bolt for one in real time, which has none. */
function Place({ row }: { row: Row }) {
  const { seq, dueAt } = row.message
  if (seq !== null) return count(seq)
  if (dueAt !== undefined) return <Due at={dueAt} />
  return (
    <span className="rtseq" title="Real-time messages have no seq">
      <Icon name="realtime" size={13} />
      real time
    </span>
  )
}

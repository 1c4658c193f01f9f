'use client'
import { createColumnHelper, tableFeatures } from '@tanstack/react-table'
import { Way } from '@/components/ui/badge.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { count } from '@/lib/format.ts'
import type { Row } from '../rows/book.ts'
import { previewOf } from '../rows/preview.ts'
import { Age, DeliveryState, Due } from './delivery-state.tsx'
import { cellFor, type Subscriber } from './subscribers.ts'

const OWN = ['seq', 'age', 'event', 'key'] as const

export const features = tableFeatures({})
const helper = createColumnHelper<typeof features, Row>()

/**
 * Least widths in px; all grow with the table. Four subscriptions and three clients then stand beside the panel on a
 * 1440 px screen without scrolling.
 */
const LEAST: Readonly<Record<string, number>> = { seq: 84, age: 42, event: 60, key: 70, queued: 100, realtime: 90 }
/** Widths where there is room for the payload too, which takes the rest. */
const ROOMY: Readonly<Record<string, number>> = { seq: 96, age: 52, event: 140, key: 110, queued: 124, realtime: 124 }
/** "Queued: durable subscriptions" with its mark. */
const HEAD_WIDTH = 212
/** Less than this of a payload says nothing. */
const PAYLOAD_WIDTH = 200

/** How the columns share the width: the table's own, and each column's where it is not left to the table. */
export interface Layout {
  readonly roomy: boolean
  readonly least: number
  readonly widthOf: (column: string) => number | undefined
}

export function layoutOf(subscribers: readonly Subscriber[], available: number): Layout {
  const sum = (widths: typeof LEAST) =>
    [...OWN, ...subscribers.map((one) => one.delivery)].reduce((total, name) => total + (widths[name] ?? 0), 0)
  const wide: Readonly<Record<string, number>> = {
    ...ROOMY,
    queued: groupWidth(subscribers, 'queued'),
    realtime: groupWidth(subscribers, 'realtime'),
  }
  const roomy = sum(wide) + PAYLOAD_WIDTH <= available
  const widths = roomy ? wide : LEAST
  return { roomy, least: sum(LEAST), widthOf: (column) => widths[column.split(':', 1)[0] ?? ''] }
}

/** A column's width in a group that must be wide enough for its own head. */
function groupWidth(subscribers: readonly Subscriber[], delivery: Subscriber['delivery']): number {
  const size = subscribers.filter((one) => one.delivery === delivery).length
  return Math.max(ROOMY[delivery] ?? 0, size === 0 ? 0 : Math.ceil(HEAD_WIDTH / size))
}

const own = [
  helper.display({ id: 'seq', header: 'Seq', cell: ({ row }) => <Place row={row.original} /> }),
  helper.display({ id: 'age', header: 'Age', cell: ({ row }) => <Age at={row.original.message.publishedAt} /> }),
  helper.display({ id: 'event', header: 'Event', cell: ({ row }) => row.original.message.event }),
  helper.display({ id: 'key', header: 'Key', cell: ({ row }) => row.original.message.key ?? '' }),
]
const payload = helper.display({
  id: 'payload',
  header: 'Payload',
  cell: ({ row }) => previewOf(row.original.message.payload),
})

/** The message's own columns, then a group of durable subscriptions, then one of real-time clients. */
export function columnsOf(subscribers: readonly Subscriber[], roomy: boolean) {
  const queued = subscribers.filter((one) => one.delivery === 'queued')
  const realtime = subscribers.filter((one) => one.delivery === 'realtime')
  return helper.columns([
    helper.group({ id: 'message', header: '', columns: helper.columns(roomy ? [...own, payload] : own) }),
    ...(queued.length === 0 ? [] : [group('queued', 'Queued: durable subscriptions', queued)]),
    ...(realtime.length === 0 ? [] : [group('realtime', 'Real time: connections', realtime)]),
  ])
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
      <span>
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

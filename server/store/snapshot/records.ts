import type {
  DeletedQueue,
  Presence as PresenceRow,
  Queue,
  Subscription,
  SubscriptionState,
} from '../../../prisma/generated/client.ts'
import type { Delivery, Presence, Skip } from '../../broker/model.ts'
import type { QueueRecord, SubscriptionRecord, SubscriptionStateRecord } from '../../broker/ports.ts'

/** What the log knows of a queue beyond its row. */
export interface QueueEnd {
  readonly lastSeq: number
  readonly lastOrd: number
  readonly totals: ReadonlyMap<string, number>
  readonly bytes: number
}

/** Numbers of the broker stay below 2^53: a seq of a million a second lasts 285 years. */
const number = (value: bigint) => Number(value)
const orNull = (value: bigint | null) => (value === null ? null : Number(value))
const time = (value: Date | null) => value?.getTime() ?? null

export function queueRecord(row: Queue, end: QueueEnd): QueueRecord {
  return {
    id: row.id,
    name: row.name,
    settings: {
      delivery: delivery(row.delivery),
      ackDeadlineMs: row.ackDeadlineMs,
      maxFailures: row.maxFailures,
      retentionMs: orNull(row.retentionMs),
      maxBytes: orNull(row.maxBytes),
    },
    pausedAt: time(row.pausedAt),
    createdAt: row.createdAt.getTime(),
    firstSeq: number(row.firstSeq),
    freedBytes: number(row.freedBytes),
    ...end,
  }
}

export function subscriptionRecord(row: Subscription): SubscriptionRecord {
  return {
    ...row,
    startSeq: number(row.startSeq),
    createdAt: row.createdAt.getTime(),
    skips: parseSkips(row.skips),
    aged: number(row.aged),
  }
}

/** Written by this store from `Skip`s: what comes out is what went in. */
function parseSkips(text: string): readonly Skip[] {
  return JSON.parse(text) as Skip[]
}

export function stateRecord(row: SubscriptionState): SubscriptionStateRecord {
  return {
    subscriptionId: row.subscriptionId,
    upto: number(row.upto),
    open: row.open,
    matched: number(row.matched),
    acked: number(row.acked),
    dead: number(row.dead),
    updatedAt: row.updatedAt.getTime(),
  }
}

export function presenceRecord(row: PresenceRow, queue: string): Presence {
  const { toSeq, toOrd } = row
  return {
    client: row.client,
    queue,
    events: row.events.split(','),
    from: { seq: number(row.fromSeq), ord: row.fromOrd },
    fromAt: row.fromAt.getTime(),
    to: toSeq === null || toOrd === null ? null : { seq: number(toSeq), ord: toOrd },
    toAt: time(row.toAt),
    left: row.left,
  }
}

export function largestId(queues: readonly Queue[], deleted: readonly DeletedQueue[]): number {
  return [...queues, ...deleted].reduce((largest, { id }) => Math.max(largest, id), 0)
}

function delivery(value: string | null): Delivery | null {
  return value === 'queued' || value === 'realtime' ? value : null
}

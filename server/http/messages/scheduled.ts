/** Delayed messages that are not due yet: they have no seq, and no subscription has them in its line. */
import type { BrokerApi, DeliveryView, QueueView } from '../../broker/api.ts'
import type { Scheduled } from '../../broker/model.ts'
import type { ScheduledPosition } from '../../store/queries/types.ts'
import type { ApiDeps } from '../deps.ts'
import { timeOf } from '../kit.ts'
import type { MessagesAsked } from './asked.ts'

/** Rows read at once: as many of the largest make 6 MiB. */
const CHUNK = 25

/** Who gets it once it is due, as things stand. */
export function scheduledDeliveries(broker: BrokerApi, { message, dueAt }: Scheduled): readonly DeliveryView[] {
  const { event, expiresAt, only, publishedAt } = message
  return broker.deliveries(message.queue, { seq: 0, ord: 0, dueAt, event, expiresAt, only, publishedAt })
}

function passes({ message }: Scheduled, asked: MessagesAsked): boolean {
  const { since = 0, until = Number.MAX_SAFE_INTEGER } = { since: timeOf(asked.since), until: timeOf(asked.until) }
  return message.publishedAt >= since && message.publishedAt <= until
}

export interface ScheduledRow {
  readonly row: Scheduled
  readonly views: readonly DeliveryView[]
}

export interface ScheduledFound {
  readonly rows: readonly ScheduledRow[]
  readonly next: ScheduledPosition | null
}

/** One page, in the order in which they are due. `isOver` ends it early, as do `mostBytes`. */
export async function listScheduled(
  { broker, reader }: ApiDeps,
  queue: QueueView,
  asked: MessagesAsked,
  page: { limit: number; mostBytes: number; after: ScheduledPosition | null; isOver: () => boolean },
): Promise<ScheduledFound> {
  const { id, key, event, text, payload, subscription } = asked
  const rows: ScheduledRow[] = []
  let { after } = page
  let bytes = 0
  // They have no seq to begin from, or to end at.
  if (asked.fromSeq !== undefined || asked.toSeq !== undefined) return { rows, next: null }
  do {
    const most = Math.min(CHUNK, page.limit - rows.length)
    const read = await reader.listScheduled(queue.id, queue.name, { id, key, event, text, payload }, most, after)
    for (const row of read.items.filter((one) => passes(one, asked))) {
      const views = scheduledDeliveries(broker, row)
      if (subscription !== undefined && !views.some(({ name }) => name === subscription)) continue
      rows.push({ row, views })
      bytes += row.message.bytes
    }
    after = read.next
  } while (after !== null && rows.length < page.limit && bytes < page.mostBytes && !page.isOver())
  return { rows, next: after }
}

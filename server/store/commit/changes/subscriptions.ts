import { plainColumn, textColumn } from '../literals.ts'
import { type ChangeOf, newest, type Tx } from './rows.ts'

/** Events as one text, comma between names: an array of arrays has no literal of its own here. */
const putSubscriptionsSql = `
INSERT INTO subscription (id, queue_id, name, events, ack_deadline_ms, exclusive, ordered, start_seq, created_at, skips,
                          aged)
SELECT s.id, s.queue_id, s.name, string_to_array(s.events, ','), s.ack_deadline_ms, s.exclusive, s.ordered, s.start_seq,
       to_timestamp(s.created_ms / 1000), s.skips, s.aged
FROM unnest($1::text::int[], $2::text::int[], $3::text::text[], $4::text::text[], $5::text::int[], $6::text::boolean[],
            $7::text::boolean[], $8::text::bigint[], $9::text::float8[], $10::text::text[], $11::text::bigint[])
  AS s (id, queue_id, name, events, ack_deadline_ms, exclusive, ordered, start_seq, created_ms, skips, aged)
ON CONFLICT (id) DO UPDATE
  SET queue_id = excluded.queue_id, name = excluded.name, events = excluded.events,
      ack_deadline_ms = excluded.ack_deadline_ms, exclusive = excluded.exclusive, ordered = excluded.ordered,
      start_seq = excluded.start_seq, created_at = excluded.created_at, skips = excluded.skips, aged = excluded.aged`

export async function putSubscriptions(tx: Tx, changes: readonly ChangeOf<'putSubscription'>[]): Promise<void> {
  const rows = newest(
    changes.map(({ subscription }) => subscription),
    ({ id }) => id,
  )
  await tx.$executeRawUnsafe(
    putSubscriptionsSql,
    plainColumn(rows, (row) => row.id),
    plainColumn(rows, (row) => row.queueId),
    textColumn(rows, (row) => row.name),
    textColumn(rows, (row) => row.events.join(',')),
    plainColumn(rows, (row) => row.ackDeadlineMs),
    plainColumn(rows, (row) => row.exclusive),
    plainColumn(rows, (row) => row.ordered),
    plainColumn(rows, (row) => row.startSeq),
    plainColumn(rows, (row) => row.createdAt),
    textColumn(rows, (row) => JSON.stringify(row.skips)),
    plainColumn(rows, (row) => row.aged),
  )
}

/** Their dead letters stay for their 30 days, as copies under their names and ids, which nobody gets again. */
export async function deleteSubscriptions(tx: Tx, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  await tx.subscriptionState.deleteMany({ where: { subscriptionId: { in: ids } } })
  await tx.subscription.deleteMany({ where: { id: { in: ids } } })
  await tx.deletedSubscription.createMany({ data: ids.map((id) => ({ id })), skipDuplicates: true })
}

import { plainColumn, textColumn } from '../literals.ts'
import { type ChangeOf, newest, type Tx } from './rows.ts'
import { deleteSubscriptions } from './subscriptions.ts'

/**
 * What was given out or freed only grows: a record that was read before the last commit, or before a segment went, must
 * not set it back.
 */
const putQueuesSql = `
INSERT INTO queue (id, name, delivery, ack_deadline_ms, max_failures, retention_ms, max_bytes, paused_at, created_at,
                   first_seq, last_seq, last_ord, freed_bytes)
SELECT q.id, q.name, q.delivery, q.ack_deadline_ms, q.max_failures, q.retention_ms, q.max_bytes,
       to_timestamp(q.paused_ms / 1000), to_timestamp(q.created_ms / 1000), q.first_seq, q.last_seq, q.last_ord,
       q.freed_bytes
FROM unnest($1::text::int[], $2::text::text[], $3::text::text[], $4::text::int[], $5::text::int[], $6::text::bigint[],
            $7::text::bigint[], $8::text::float8[], $9::text::float8[], $10::text::bigint[], $11::text::bigint[],
            $12::text::int[], $13::text::bigint[])
  AS q (id, name, delivery, ack_deadline_ms, max_failures, retention_ms, max_bytes, paused_ms, created_ms,
        first_seq, last_seq, last_ord, freed_bytes)
ON CONFLICT (id) DO UPDATE
  SET name = excluded.name, delivery = excluded.delivery, ack_deadline_ms = excluded.ack_deadline_ms,
      max_failures = excluded.max_failures, retention_ms = excluded.retention_ms, max_bytes = excluded.max_bytes,
      paused_at = excluded.paused_at,
      first_seq = greatest(queue.first_seq, excluded.first_seq),
      last_ord = CASE WHEN queue.last_seq < excluded.last_seq THEN excluded.last_ord ELSE queue.last_ord END,
      last_seq = greatest(queue.last_seq, excluded.last_seq),
      freed_bytes = greatest(queue.freed_bytes, excluded.freed_bytes)`

export async function putQueues(tx: Tx, changes: readonly ChangeOf<'putQueue'>[]): Promise<void> {
  const queues = newest(
    changes.map(({ queue }) => queue),
    ({ id }) => id,
  )
  await tx.$executeRawUnsafe(
    putQueuesSql,
    plainColumn(queues, (queue) => queue.id),
    textColumn(queues, (queue) => queue.name),
    textColumn(queues, (queue) => queue.settings.delivery),
    plainColumn(queues, (queue) => queue.settings.ackDeadlineMs),
    plainColumn(queues, (queue) => queue.settings.maxFailures),
    plainColumn(queues, (queue) => queue.settings.retentionMs),
    plainColumn(queues, (queue) => queue.settings.maxBytes),
    plainColumn(queues, (queue) => queue.pausedAt),
    plainColumn(queues, (queue) => queue.createdAt),
    plainColumn(queues, (queue) => queue.firstSeq),
    plainColumn(queues, (queue) => queue.lastSeq),
    plainColumn(queues, (queue) => queue.lastOrd),
    plainColumn(queues, (queue) => queue.freedBytes),
  )
}

/** Their messages go with their segments; their ids stay taken, so that they never belong to another queue. */
export async function deleteQueues(tx: Tx, changes: readonly ChangeOf<'deleteQueue'>[], now: number): Promise<void> {
  const ids = changes.map(({ queueId }) => queueId)
  const subscriptions = await tx.subscription.findMany({ where: { queueId: { in: ids } }, select: { id: true } })
  await deleteSubscriptions(
    tx,
    subscriptions.map(({ id }) => id),
  )
  await tx.eventTotal.deleteMany({ where: { queueId: { in: ids } } })
  await tx.scheduled.deleteMany({ where: { queueId: { in: ids } } })
  await tx.rate.deleteMany({ where: { queueId: { in: ids } } })
  await tx.presence.deleteMany({ where: { queueId: { in: ids } } })
  await tx.queue.deleteMany({ where: { id: { in: ids } } })
  const data = changes.map(({ queueId, name }) => ({ id: queueId, name, deletedAt: new Date(now) }))
  await tx.deletedQueue.createMany({ data, skipDuplicates: true })
}

import { plainColumn, textColumn } from '../literals.ts'
import { type ChangeOf, newest, type Tx } from './rows.ts'

/** Places are given in the order of the rows; one that is replaced keeps its own. */
const putScheduledSql = `
INSERT INTO scheduled (queue_id, id, due_at, ttl_ms, event, payload, key, headers, published_at, expires_at, bytes,
                       publisher, only_for)
SELECT s.queue_id, s.id, to_timestamp(s.due_ms / 1000), s.ttl_ms, s.event, s.payload, s.key, s.headers,
       to_timestamp(s.published_ms / 1000), to_timestamp(s.expires_ms / 1000), s.bytes, s.publisher, s.only_for
FROM unnest($1::text::int[], $2::text::text[], $3::text::float8[], $4::text::bigint[], $5::text::text[],
            $6::text::text[], $7::text::text[], $8::text::text[], $9::text::float8[], $10::text::float8[],
            $11::text::int[], $12::text::text[], $13::text::text[]) WITH ORDINALITY
  AS s (queue_id, id, due_ms, ttl_ms, event, payload, key, headers, published_ms, expires_ms, bytes, publisher,
        only_for, put)
WHERE EXISTS (SELECT 1 FROM queue q WHERE q.id = s.queue_id)
ORDER BY s.put
ON CONFLICT (queue_id, id) DO UPDATE
  SET due_at = excluded.due_at, ttl_ms = excluded.ttl_ms, event = excluded.event, payload = excluded.payload,
      key = excluded.key, headers = excluded.headers, published_at = excluded.published_at,
      expires_at = excluded.expires_at, bytes = excluded.bytes, publisher = excluded.publisher,
      only_for = excluded.only_for`

export async function putScheduled(tx: Tx, changes: readonly ChangeOf<'putScheduled'>[]): Promise<void> {
  const rows = newest(
    changes.map(({ queueId, scheduled }) => ({ queueId, ...scheduled })),
    ({ queueId, message }) => [queueId, message.id],
  )
  await tx.$executeRawUnsafe(
    putScheduledSql,
    plainColumn(rows, (row) => row.queueId),
    textColumn(rows, (row) => row.message.id),
    plainColumn(rows, (row) => row.dueAt),
    plainColumn(rows, (row) => row.ttlMs),
    textColumn(rows, (row) => row.message.event),
    textColumn(rows, (row) => row.message.payload),
    textColumn(rows, (row) => row.message.key),
    textColumn(rows, (row) => row.message.headers && JSON.stringify(row.message.headers)),
    plainColumn(rows, (row) => row.message.publishedAt),
    plainColumn(rows, (row) => row.message.expiresAt),
    plainColumn(rows, (row) => row.message.bytes),
    textColumn(rows, (row) => row.message.publisher),
    textColumn(rows, (row) => row.message.only),
  )
}

export async function deleteScheduled(tx: Tx, changes: readonly ChangeOf<'deleteScheduled'>[]): Promise<void> {
  await tx.$executeRawUnsafe(
    `DELETE FROM scheduled s USING unnest($1::text::int[], $2::text::text[]) AS d (queue_id, id)
     WHERE s.queue_id = d.queue_id AND s.id = d.id`,
    plainColumn(changes, (row) => row.queueId),
    textColumn(changes, (row) => row.id),
  )
}

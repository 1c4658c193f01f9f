import { plainColumn, textColumn } from '../literals.ts'
import { type ChangeOf, newest, type Tx } from './rows.ts'

/** All stays of a commit at once: one by one, 2,000 clients that came back kept every publish waiting for 2 s. */
const putPresenceSql = `
INSERT INTO presence (queue_id, client, events, from_seq, from_ord, from_at, to_seq, to_ord, to_at, "left")
SELECT p.queue_id, p.client, p.events, p.from_seq, p.from_ord, to_timestamp(p.from_ms / 1000),
       p.to_seq, p.to_ord, to_timestamp(p.to_ms / 1000), p.has_left
FROM unnest($1::text::int[], $2::text::text[], $3::text::text[], $4::text::bigint[], $5::text::int[],
            $6::text::float8[], $7::text::bigint[], $8::text::int[], $9::text::float8[], $10::text::boolean[])
  AS p (queue_id, client, events, from_seq, from_ord, from_ms, to_seq, to_ord, to_ms, has_left)
ON CONFLICT (queue_id, client, from_seq, from_ord, from_at) DO UPDATE
  SET events = excluded.events, to_seq = excluded.to_seq, to_ord = excluded.to_ord, to_at = excluded.to_at,
      "left" = excluded."left"`

/** Writes stays; of several with one beginning the last counts. */
export async function putPresence(tx: Tx, changes: readonly ChangeOf<'putPresence'>[]): Promise<void> {
  const rows = newest(changes, ({ queueId, presence: { client, from, fromAt } }) => [
    queueId,
    client,
    from.seq,
    from.ord,
    fromAt,
  ])
  await tx.$executeRawUnsafe(
    putPresenceSql,
    plainColumn(rows, (row) => row.queueId),
    textColumn(rows, (row) => row.presence.client),
    textColumn(rows, (row) => row.presence.events.join(',')),
    plainColumn(rows, (row) => row.presence.from.seq),
    plainColumn(rows, (row) => row.presence.from.ord),
    plainColumn(rows, (row) => row.presence.fromAt),
    plainColumn(rows, (row) => row.presence.to?.seq ?? null),
    plainColumn(rows, (row) => row.presence.to?.ord ?? null),
    plainColumn(rows, (row) => row.presence.toAt),
    plainColumn(rows, (row) => row.presence.left),
  )
}

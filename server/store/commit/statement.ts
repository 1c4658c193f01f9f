import type { SubscriptionStateRecord } from '../../broker/ports.ts'
import { plainColumn, textColumn } from './literals.ts'
import type { LogRow, TotalRow } from './rows.ts'

/** One commit's rows, all for one segment. */
export interface Batch {
  readonly segment: number
  readonly rows: readonly LogRow[]
  readonly states: readonly SubscriptionStateRecord[]
  readonly totals: readonly TotalRow[]
}

/** `held` is 0 where the epoch is no longer this writer's: then nothing was written. */
export interface Written {
  readonly held: number
  readonly inserted: number
}

/**
 * The commit: one statement, prepared, fenced by the lease. `FOR SHARE` makes it wait for a takeover under way and see
 * its epoch; without it a resumed old owner could write. In READ COMMITTED the locked row is read anew.
 */
const statement = (onConflict: string) => `
WITH fence AS MATERIALIZED (
  SELECT 1 FROM lease WHERE id = 1 AND epoch = $1::text::bigint FOR SHARE
), logged AS (
  INSERT INTO message (segment, queue_id, seq, ord, id, event, payload, key, headers,
                       published_at, expires_at, bytes, publisher, only_for)
  SELECT $2::text::int, m.queue_id, m.seq, m.ord, m.id, m.event, m.payload, m.key, m.headers,
         to_timestamp(m.published_ms / 1000), to_timestamp(m.expires_ms / 1000), m.bytes, m.publisher, m.only_for
  FROM fence, unnest($3::text::int[], $4::text::bigint[], $5::text::int[], $6::text::text[], $7::text::text[],
                     $8::text::text[], $9::text::text[], $10::text::text[], $11::text::float8[], $12::text::float8[],
                     $13::text::int[], $14::text::text[], $15::text::text[])
    AS m (queue_id, seq, ord, id, event, payload, key, headers, published_ms, expires_ms, bytes, publisher, only_for)
  ${onConflict}
  RETURNING 1
), states AS (
  INSERT INTO subscription_state (subscription_id, upto, open, matched, acked, dead, updated_at)
  SELECT s.id, n.upto, n.open, n.matched, n.acked, n.dead, to_timestamp(n.updated_ms / 1000)
  FROM fence, unnest($16::text::int[], $17::text::bigint[], $18::text::text[], $19::text::bigint[],
                     $20::text::bigint[], $21::text::bigint[], $22::text::float8[])
    AS n (id, upto, open, matched, acked, dead, updated_ms)
  JOIN subscription s ON s.id = n.id
  ON CONFLICT (subscription_id) DO UPDATE
    SET upto = excluded.upto, open = excluded.open, matched = excluded.matched, acked = excluded.acked,
        dead = excluded.dead, updated_at = excluded.updated_at
), totals AS (
  INSERT INTO event_total (queue_id, event, total, through_seq, bytes)
  SELECT t.* FROM fence, unnest($23::text::int[], $24::text::text[], $25::text::bigint[], $26::text::bigint[],
                                $27::text::bigint[])
    AS t (queue_id, event, total, through_seq, bytes)
  WHERE EXISTS (SELECT 1 FROM queue q WHERE q.id = t.queue_id)
  ON CONFLICT (queue_id, event) DO UPDATE
    SET total = excluded.total, through_seq = excluded.through_seq, bytes = excluded.bytes
    WHERE event_total.through_seq <= excluded.through_seq
)
SELECT (SELECT count(*)::int FROM fence) AS held, (SELECT count(*)::int FROM logged) AS inserted`

/** A row that is there already is an error: silence would hide a seq that was used twice. */
export const appendSql = statement('')
/** The same batch again, after a commit of unknown outcome. */
export const appendAgainSql = statement('ON CONFLICT DO NOTHING')

/** What each connection of the writer prepares once. */
export const preparedStatements: ReadonlyMap<string, string> = new Map([
  [appendSql, 'holdline_append'],
  [appendAgainSql, 'holdline_append_again'],
])

/** The parameters in the statement's order. */
export function parameters(epoch: number, { segment, rows, states, totals }: Batch): string[] {
  return [String(epoch), String(segment), ...rowColumns(rows), ...stateColumns(states), ...totalColumns(totals)]
}

function rowColumns(rows: readonly LogRow[]): string[] {
  return [
    plainColumn(rows, (row) => row.queueId),
    plainColumn(rows, (row) => row.seq),
    plainColumn(rows, (row) => row.ord),
    textColumn(rows, (row) => row.message.id),
    textColumn(rows, (row) => row.message.event),
    textColumn(rows, (row) => row.message.payload),
    textColumn(rows, (row) => row.message.key),
    textColumn(rows, (row) => row.message.headers && JSON.stringify(row.message.headers)),
    plainColumn(rows, (row) => row.message.publishedAt),
    plainColumn(rows, (row) => row.message.expiresAt),
    plainColumn(rows, (row) => row.message.bytes),
    textColumn(rows, (row) => row.message.publisher),
    textColumn(rows, (row) => row.message.only),
  ]
}

function stateColumns(states: readonly SubscriptionStateRecord[]): string[] {
  return [
    plainColumn(states, (state) => state.subscriptionId),
    plainColumn(states, (state) => state.upto),
    textColumn(states, (state) => state.open),
    plainColumn(states, (state) => state.matched),
    plainColumn(states, (state) => state.acked),
    plainColumn(states, (state) => state.dead),
    plainColumn(states, (state) => state.updatedAt),
  ]
}

export function totalColumns(totals: readonly TotalRow[]): string[] {
  return [
    plainColumn(totals, (total) => total.queueId),
    textColumn(totals, (total) => total.event),
    plainColumn(totals, (total) => total.total),
    plainColumn(totals, (total) => total.throughSeq),
    plainColumn(totals, (total) => total.bytes),
  ]
}

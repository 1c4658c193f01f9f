import type pg from 'pg'
import { plainColumn } from '../commit/literals.ts'
import { type Segment, segmentTable } from './catalogue.ts'

/**
 * SQL of a segment's life. Made by CREATE TABLE and ATTACH, dropped by DETACH CONCURRENTLY and DROP: the shorter forms
 * (PARTITION OF, DROP alone) take a lock on the whole log and made every insert wait behind one old reader (measured).
 */

/**
 * One transaction: a segment is attached and in the catalogue, or it is not there. The log's lock is taken before
 * anything else, and waited for shortly: a DETACH under way holds it for as long as an old reader lives, and waits for
 * whoever has read the log's definition (CREATE LIKE does), which would be a deadlock.
 */
export function createSegmentSql(id: number): string[] {
  const table = segmentTable(id)
  return [
    "SET LOCAL lock_timeout = '2s'",
    'LOCK TABLE ONLY message IN SHARE UPDATE EXCLUSIVE MODE',
    `CREATE TABLE ${table} (LIKE message INCLUDING ALL, CONSTRAINT segment_${id}_only CHECK (segment = ${id}))`,
    `ALTER TABLE message ATTACH PARTITION ${table} FOR VALUES IN (${id})`,
    `INSERT INTO segment (id) VALUES (${id})`,
  ]
}

/** What a sealed segment holds, for the next owner and for the day it goes. */
export const putRangesSql = `
INSERT INTO segment_range (segment, queue_id, first_seq, last_seq, through_bytes)
SELECT $1::text::int, r.* FROM unnest($2::text::int[], $3::text::bigint[], $4::text::bigint[], $5::text::bigint[])
  AS r (queue_id, first_seq, last_seq, through_bytes)
ON CONFLICT (segment, queue_id) DO UPDATE
  SET first_seq = excluded.first_seq, last_seq = excluded.last_seq, through_bytes = excluded.through_bytes`

export function rangeParameters({ id, ranges }: Segment): string[] {
  const rows = [...ranges]
  return [
    String(id),
    plainColumn(rows, ([queueId]) => queueId),
    plainColumn(rows, ([, range]) => range.first),
    plainColumn(rows, ([, range]) => range.last),
    plainColumn(rows, ([, range]) => range.throughBytes),
  ]
}

/** `last_seq` outlives the rows that held it. */
export const foldLastSeqSql = `
UPDATE queue SET last_seq = greatest(queue.last_seq, r.last_seq), last_ord = 0
FROM segment_range r WHERE r.segment = $1::text::int AND r.queue_id = queue.id AND queue.last_seq < r.last_seq`

export const markSealedSql = `
UPDATE segment SET sealed_at = clock_timestamp(), last_at = to_timestamp($2::text::float8 / 1000) WHERE id = $1::text::int`

/** For `messages by id`: the open segment goes without it (4.9 against 8.5 µs a row). */
export function indexIdsSql(id: number): string {
  return `CREATE INDEX IF NOT EXISTS segment_${id}_by_id ON ${segmentTable(id)} (queue_id, id)`
}

/** Sealed segments without it. */
export const unindexedSql = `
SELECT id FROM segment WHERE sealed_at IS NOT NULL
  AND to_regclass('holdline_segment.segment_' || id) IS NOT NULL
  AND to_regclass('holdline_segment.segment_' || id || '_by_id') IS NULL ORDER BY id`

/** Whether the partition is there, attached, or left half-detached by a process that was killed. */
const standingSql = `
SELECT c.oid IS NOT NULL AS there, i.inhrelid IS NOT NULL AS attached, coalesce(i.inhdetachpending, false) AS pending
FROM (SELECT to_regclass($1) AS oid) c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid`

/** Its queues know what went with it, also where nobody lives to hear of it. */
const forgetRangesSql = `
WITH gone AS (DELETE FROM segment_range WHERE segment = $1 RETURNING queue_id, last_seq, through_bytes)
UPDATE queue SET first_seq = greatest(queue.first_seq, gone.last_seq),
                 freed_bytes = greatest(queue.freed_bytes, gone.through_bytes)
FROM gone WHERE queue.id = gone.queue_id`

/**
 * Takes a segment out of the log and drops it. Waits for readers that are under way, while inserts go on; can be broken
 * off at any point and done again. Needs a connection of its own: DETACH CONCURRENTLY knows no transaction.
 */
export async function dropSegment(client: pg.Client, id: number): Promise<void> {
  const table = segmentTable(id)
  const { rows } = await client.query(standingSql, [table])
  const { there, attached, pending } = rows[0]
  if (there && pending) await client.query(`ALTER TABLE message DETACH PARTITION ${table} FINALIZE`)
  else if (there && attached) await client.query(`ALTER TABLE message DETACH PARTITION ${table} CONCURRENTLY`)
  if (there) await client.query(`DROP TABLE ${table}`)
  await client.query(forgetRangesSql, [id])
  await client.query('DELETE FROM segment WHERE id = $1', [id])
}

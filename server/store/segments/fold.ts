/** The same upsert as in a commit, for the moments when there is none: sealing and the end. */
export const putTotalsSql = `
INSERT INTO event_total (queue_id, event, total, through_seq, bytes)
SELECT t.* FROM unnest($1::text::int[], $2::text::text[], $3::text::bigint[], $4::text::bigint[], $5::text::bigint[])
  AS t (queue_id, event, total, through_seq, bytes)
WHERE EXISTS (SELECT 1 FROM queue WHERE queue.id = t.queue_id)
ON CONFLICT (queue_id, event) DO UPDATE
  SET total = excluded.total, through_seq = excluded.through_seq, bytes = excluded.bytes
  WHERE event_total.through_seq <= excluded.through_seq`

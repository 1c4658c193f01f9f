import type { Minute } from '../../../broker/model.ts'
import { plainColumn } from '../literals.ts'
import { type ChangeOf, newest, type Tx } from './rows.ts'

const putMinutesSql = `
INSERT INTO rate (queue_id, minutes, at, published, published_realtime, delivered, delivered_realtime, acked, missed,
                  waiting)
SELECT m.queue_id, 1, to_timestamp(m.at_ms / 1000), m.published, m.published_realtime, m.delivered,
       m.delivered_realtime, m.acked, m.missed, m.waiting
FROM unnest($1::text::int[], $2::text::float8[], $3::text::bigint[], $4::text::bigint[], $5::text::bigint[],
            $6::text::bigint[], $7::text::bigint[], $8::text::bigint[], $9::text::bigint[])
  AS m (queue_id, at_ms, published, published_realtime, delivered, delivered_realtime, acked, missed, waiting)
ON CONFLICT (queue_id, at, minutes) DO UPDATE
  SET published = excluded.published, published_realtime = excluded.published_realtime,
      delivered = excluded.delivered, delivered_realtime = excluded.delivered_realtime, acked = excluded.acked,
      missed = excluded.missed, waiting = excluded.waiting`

const columns = [
  'queueId',
  'at',
  'published',
  'publishedRealtime',
  'delivered',
  'deliveredRealtime',
  'acked',
  'missed',
  'waiting',
] as const satisfies readonly (keyof Minute)[]

export async function putMinutes(tx: Tx, changes: readonly ChangeOf<'putMinutes'>[]): Promise<void> {
  const rows = newest(
    changes.flatMap(({ minutes }) => minutes),
    ({ queueId, at }) => [queueId, at],
  )
  await tx.$executeRawUnsafe(putMinutesSql, ...columns.map((column) => plainColumn(rows, (row) => row[column])))
}

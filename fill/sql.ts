/** Rows as the broker would have written them. Payloads are as `JSON.stringify` writes them: without spaces. */
import { segmentTable } from '../server/store/segments/catalogue.ts'
import type { Plan } from './plan.ts'

const columns = `segment, queue_id, seq, ord, id, event, payload, key, headers, published_at, expires_at, bytes, publisher, only_for`

/**
 * `place` is a query of (q, name, seq, at). Every fourth message is `paid`; `refunded` is one in 100,000; a customer has
 * one in 20,000; the number of an order is in one alone.
 */
export function messageSql(place: string): string {
  return `
    SELECT q, name, seq, at, 'fill-' || q || '-' || seq AS id, 'c_' || seq % 20000 AS key,
           CASE WHEN seq % 100000 = 0 THEN 'refunded'
                ELSE (ARRAY['delivered', 'paid', 'created', 'shipped'])[1 + seq % 4] END AS event,
           '{"order":' || seq || ',"customer":{"id":"c_' || seq % 20000 || '","tier":"'
             || (ARRAY['gold', 'silver', 'basic'])[1 + seq % 3] || '"},"amount":' || 1 + seq % 900
             || ',"items":[{"sku":"s-' || seq % 500 || '","count":' || 1 + seq % 4
             || '}],"note":"Leave it with the neighbours if nobody opens."}' AS payload
    FROM (${place}) place`
}

/** Times go evenly from the plan's first to its last, in each queue. */
const atSql = ({ from, until }: Plan, count: number): string =>
  `to_timestamp(round(${from} + seq::float8 / ${Math.max(1, count)} * ${until - from}) / 1000)`

/** Of the first queue, by seq. */
export const firstQueueSql = (plan: Plan, after: number, through: number, step = 1): string =>
  `SELECT 1 AS q, 'orders' AS name, seq, ${atSql(plan, plan.many)} AS at
   FROM generate_series(${after + step}, ${through}, ${step}) AS seq`

export const otherQueuesSql = (plan: Plan, after: number, through: number): string =>
  `SELECT queue.id AS q, queue.name, seq, ${atSql(plan, plan.few)} AS at
   FROM generate_series(${after + 1}, ${through}) AS seq, queue WHERE queue.id > 1`

export const insertMessagesSql = (segment: number, place: string): string => `
  INSERT INTO ${segmentTable(segment)} (${columns})
  SELECT ${segment}, q, seq, 0, id, event, payload, key, NULL, at, NULL,
         octet_length(payload) + octet_length(key) + octet_length(event) + octet_length(name), 'fill', NULL
  FROM (${messageSql(place)}) rows`

/** What a segment holds of each queue. `through_bytes` counts from the queue's first message on. */
export const segmentRangesSql = (segment: number): string => `
  INSERT INTO segment_range (segment, queue_id, first_seq, last_seq, through_bytes)
  SELECT ${segment}, queue_id, min(seq), max(seq), sum(bytes) + coalesce(
           (SELECT max(r.through_bytes) FROM segment_range r WHERE r.queue_id = rows.queue_id), 0)
  FROM ${segmentTable(segment)} rows GROUP BY queue_id`

export const totalsSql = `
  INSERT INTO event_total (queue_id, event, total, through_seq, bytes)
  SELECT queue_id, event, count(*), max(max(seq)) OVER (PARTITION BY queue_id), sum(bytes)
  FROM message GROUP BY queue_id, event`

export const lastSeqsSql = `
  UPDATE queue SET last_seq = ends.seq FROM (SELECT queue_id, max(through_seq) AS seq FROM event_total GROUP BY queue_id) ends
  WHERE ends.queue_id = queue.id`

/** Of the first subscription, over the whole of the first queue, for one of eight reasons. */
export const lettersSql = (plan: Plan): string => `
  INSERT INTO dead_letter (subscription_id, seq, queue_id, queue, subscription, id, event, payload, key, headers,
                           published_at, expires_at, bytes, publisher, only_for, reason, attempts, dead_at)
  SELECT 1, seq, 1, name, 'worker-1', id, event, payload, key, NULL, at, NULL,
         octet_length(payload) + octet_length(key) + octet_length(event) + octet_length(name), 'fill', NULL,
         'PSP 50' || seq / ${stepOf(plan)} % 8,
         '[{"attempt":1,"at":' || ms || ',"endedAt":' || ms + 20 || ',"outcome":"nacked","consumer":"fill","reason":"PSP 50'
           || seq / ${stepOf(plan)} % 8 || '","retryAt":null}]',
         at + interval '1 second'
  FROM (SELECT *, round(date_part('epoch', at) * 1000)::bigint AS ms
        FROM (${messageSql(firstQueueSql(plan, 0, stepOf(plan) * plan.letters, stepOf(plan)))}) rows) timed`

const stepOf = ({ many, letters }: Plan): number => Math.max(1, Math.floor(many / Math.max(1, letters)))

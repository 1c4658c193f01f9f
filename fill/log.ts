/** Fills the log of a stopped broker, directly: 10 million messages in minutes. */
import pg from 'pg'
import { clientConfig } from '../server/store/database/connect.ts'
import { PostgresLog } from '../server/store/postgres-log.ts'
import { segmentTable } from '../server/store/segments/catalogue.ts'
import { createSegmentSql, indexIdsSql, markSealedSql } from '../server/store/segments/verbs.ts'
import { type Amounts, FillError } from './options.ts'
import { type Plan, planOf, queueName, shareOf, subscriptionsOf } from './plan.ts'
import {
  firstQueueSql,
  insertMessagesSql,
  lastSeqsSql,
  lettersSql,
  otherQueuesSql,
  segmentRangesSql,
  totalsSql,
} from './sql.ts'

/** Nobody is told that anything is stored before all of it is. */
const settings = { synchronous_commit: 'off', statement_timeout: '0', maintenance_work_mem: '256MB' }

export interface FillTask {
  readonly url: string
  readonly amounts: Amounts
  readonly now: number
  readonly say: (sentence: string) => void
}

/**
 * Takes the log as a broker does, which makes its tables, and keeps brokers away meanwhile.
 * @throws FillError where a broker has it, or where something is in it
 */
export async function fillLog({ url, amounts, now, say }: FillTask): Promise<void> {
  const log = new PostgresLog({ url })
  const client = new pg.Client(clientConfig(url, 'fill', settings))
  try {
    const { queues } = await acquire(log)
    if (queues.length > 0)
      throw new FillError('There are queues in this database: fill an empty one (another DATA_DIR).')
    await client.connect()
    await fill(client, planOf(amounts, now), say)
  } finally {
    await client.end()
    await log.release()
  }
}

async function acquire(log: PostgresLog) {
  const { promise: owned, reject } = withRejection()
  const refuse = () => reject(new FillError('A broker runs on this database: stop it first.'))
  return await Promise.race([log.acquire(refuse, refuse), owned])
}

function withRejection(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<never>((_, refuse) => {
    reject = refuse
  })
  return { promise, reject }
}

async function fill(client: pg.Client, plan: Plan, say: FillTask['say']): Promise<void> {
  await putQueues(client, plan)
  for (let segment = 1; segment <= plan.segments; segment += 1) {
    await fillSegment(client, plan, segment)
    say(`${shareOf(plan.many, segment, plan)[1]} of ${plan.many} messages in ${queueName(1)}`)
  }
  await client.query(totalsSql)
  // What is not on disk yet, VACUUM does not take for visible to all: then every count looks at every row.
  await client.query('SET synchronous_commit = on')
  await client.query(lastSeqsSql)
  await putSubscriptions(client, plan)
  if (plan.letters > 0) await client.query(lettersSql(plan))
  // As autovacuum would in time.
  await client.query('VACUUM ANALYZE')
}

async function putQueues(client: pg.Client, { queues, from }: Plan): Promise<void> {
  const ids = Array.from({ length: queues }, (_, index) => index + 1)
  await client.query(
    `INSERT INTO queue (id, name, created_at, first_seq, last_seq, last_ord)
     SELECT id, name, to_timestamp($3::float8 / 1000), 0, 0, 0 FROM unnest($1::int[], $2::text[]) AS q (id, name)`,
    [ids, ids.map(queueName), from],
  )
}

/** The last one stays open, so that the broker goes on in it. */
async function fillSegment(client: pg.Client, plan: Plan, segment: number): Promise<void> {
  await makeSegment(client, segment)
  await client.query(insertMessagesSql(segment, firstQueueSql(plan, ...shareOf(plan.many, segment, plan))))
  await client.query(insertMessagesSql(segment, otherQueuesSql(plan, ...shareOf(plan.few, segment, plan))))
  if (segment === plan.segments) return
  await client.query(segmentRangesSql(segment))
  const newest = `SELECT max(date_part('epoch', published_at)) * 1000 AS at FROM ${segmentTable(segment)}`
  const { rows } = await client.query<{ at: number }>(newest)
  await client.query(markSealedSql, [String(segment), String(rows[0]?.at ?? plan.until)])
  await client.query(indexIdsSql(segment))
}

/** The broker has made the first ones already. */
async function makeSegment(client: pg.Client, segment: number): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM segment WHERE id = $1', [segment])
  if (rowCount === 1) return
  await client.query('BEGIN')
  for (const sql of createSegmentSql(segment)) await client.query(sql)
  await client.query('COMMIT')
}

async function putSubscriptions(client: pg.Client, plan: Plan): Promise<void> {
  const all = JSON.stringify(subscriptionsOf(plan))
  const from = `FROM json_to_recordset($1::json)
    AS s (id int, "queueId" int, name text, events json, upto bigint, matched bigint, dead bigint)`
  await client.query(
    `INSERT INTO subscription (id, queue_id, name, events, exclusive, ordered, start_seq, created_at)
     SELECT id, "queueId", name, ARRAY(SELECT json_array_elements_text(events)),
            false, false, 1, to_timestamp($2::float8 / 1000) ${from}`,
    [all, plan.from],
  )
  await client.query(
    `INSERT INTO subscription_state (subscription_id, upto, open, matched, acked, dead, updated_at)
     SELECT id, upto, '', matched, matched - dead, dead, to_timestamp($2::float8 / 1000) ${from}`,
    [all, plan.until],
  )
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StorageError } from '../../broker/ports.ts'
import {
  commitOf,
  messages,
  queueOne,
  sampleMessage,
  sampleState,
  sampleSubscription,
  startedAt,
} from '../../testing/log-samples.ts'
import { createDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { PostgresLog } from '../postgres-log.ts'

describe('a commit', () => {
  let database: TestDatabase
  let log: PostgresLog

  beforeEach(async () => {
    database = await createDatabase()
    log = new PostgresLog({ url: database.url, now: () => startedAt })
    await log.acquire(() => undefined)
    await log.append(queueOne)
  })

  afterEach(async () => {
    await log.release()
    await database.drop()
  })

  /** What another process reads after this one has gone. */
  const reopened = async () => {
    await log.release()
    log = new PostgresLog({ url: database.url, now: () => startedAt })
    return log.acquire(() => undefined)
  }

  const hostile = [
    'plain',
    '"quoted" and \\back\\slashed\\',
    '{braces,commas}',
    'NULL',
    '',
    ' \t\n\r edges ',
    "'; DROP TABLE message; --",
    '\u{1F600} \u00e9 \u4e2d \u202e',
    '$1 :: \\u0000 \\n',
  ]

  it.each(hostile)('keeps the text %j as it is, in every column', async (text) => {
    const message = sampleMessage(1, {
      id: text,
      event: text,
      key: text,
      payload: JSON.stringify(text),
      publisher: text,
      only: text,
      headers: { [text]: text },
      expiresAt: startedAt + 1,
    })
    await log.append(commitOf({ messages: [{ queueId: 1, message }] }))
    const page = await log.read(1, 0, 1, 10, 1_000_000)
    expect(page.messages).toEqual([message])
  })

  it('keeps U+0000 and lone surrogates of a payload, which its JSON text escapes', async () => {
    const value = { nul: '\u0000', lone: '\ud800', low: '\udfff', emoji: '\u{1F600}' }
    const payload = JSON.stringify(value)
    await log.append(commitOf({ messages: [{ queueId: 1, message: sampleMessage(1, { payload }) }] }))
    const page = await log.read(1, 0, 1, 10, 1_000_000)
    expect(page.messages.map((message) => JSON.parse(message.payload))).toEqual([value])
  })

  it('says that a seq was used twice instead of hiding it, and writes nothing of that batch', async () => {
    await log.append(commitOf({ messages: messages(1, 3) }))
    const again = log.append(commitOf({ messages: messages(3, 5) }))
    await expect(again).rejects.toThrow(StorageError)
    await expect(again).rejects.toMatchObject({ retryable: false })
    expect(await database.query('SELECT count(*)::int AS n FROM message')).toEqual([{ n: 3 }])
  })

  it('takes the newest of several states, and none of a subscription that is gone', async () => {
    const subscription = sampleSubscription(7)
    await log.append(commitOf({ changes: [{ kind: 'putSubscription', subscription }] }))
    const states = [sampleState(7, { upto: 1 }), sampleState(7, { upto: 2, open: 'a"b\\c' }), sampleState(8)]
    await log.append(commitOf({ states }))
    const snapshot = await reopened()
    expect(snapshot.states).toEqual([sampleState(7, { upto: 2, open: 'a"b\\c' })])
  })

  it('counts every event, saved or not, also after a crash', async () => {
    await log.append(commitOf({ messages: messages(1, 60) }))
    const other = sampleMessage(61, { event: 'deleted' })
    await log.append(commitOf({ messages: [{ queueId: 1, message: other }] }))
    await log.append(commitOf({ messages: messages(62, 64) }))
    const saved = await database.query('SELECT event, total::int, through_seq::int FROM event_total')
    expect(saved).toEqual([{ event: 'created', total: 60, through_seq: 60 }])
    await database.query('UPDATE lease SET epoch = epoch + 1')
    const snapshot = await reopened()
    expect(snapshot.queues[0]).toMatchObject({
      lastSeq: 64,
      totals: new Map([
        ['created', 63],
        ['deleted', 1],
      ]),
    })
  })

  it('saves with its own what an owner that was killed did not save', async () => {
    await log.append(commitOf({ messages: [{ queueId: 1, message: sampleMessage(1, { event: 'deleted' }) }] }))
    await database.query('UPDATE lease SET epoch = epoch + 1')
    await reopened()
    await log.append(commitOf({ messages: messages(2, 2) }))
    const totals = new Map(Object.entries({ deleted: 1, created: 1 }))
    expect((await reopened()).queues).toMatchObject([{ totals, bytes: 80 }])
  })

  it('writes hardly more than one row for each message', async () => {
    await log.append(commitOf({ changes: [{ kind: 'putSubscription', subscription: sampleSubscription(1) }] }))
    const before = await written(database)
    for (let batch = 0; batch < 20; batch += 1) {
      const from = batch * 50 + 1
      await log.append(commitOf({ messages: messages(from, from + 49), states: [sampleState(1, { upto: from })] }))
    }
    await log.release()
    const rows = (await written(database)) - before
    expect(rows).toBeGreaterThanOrEqual(1_000)
    expect(rows / 1_000).toBeLessThanOrEqual(1.05)
    log = new PostgresLog({ url: database.url })
  })
})

/** Rows inserted, updated and deleted so far, as the database itself counts them. */
async function written(database: TestDatabase): Promise<number> {
  const rows = await database.query<{ n: number }>(
    `SELECT pg_stat_force_next_flush() IS NULL AS flushed,
            (SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::int FROM pg_stat_user_tables) AS n`,
  )
  return rows[0]?.n ?? 0
}

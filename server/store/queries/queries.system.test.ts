import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StorageError } from '../../broker/ports.ts'
import { letter } from '../../broker/testing/records.ts'
import { commitOf, queueOne, sampleMessage, sampleQueue, startedAt } from '../../testing/log-samples.ts'
import { createDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { PostgresLog } from '../postgres-log.ts'
import { openStoreReader } from './reader.ts'
import { type MessageFilter, QueryTimeoutError } from './types.ts'

const second = 1_000
/** Enough for all that is there, as it is there. */
const whole = { window: 1_000, preview: null }

/** Queue 1: queued 1 to 30, published a second apart, with two real-time messages after each tenth. */
describe('reads for people', () => {
  let database: TestDatabase
  let log: PostgresLog
  let reader: ReturnType<typeof openStoreReader>

  beforeAll(async () => {
    database = await createDatabase()
    log = new PostgresLog({ url: database.url, now: () => startedAt, rotateBytes: 10 * 190 })
    await log.acquire(() => undefined)
    await log.append(queueOne)
    await log.append(commitOf({ changes: [{ kind: 'putQueue', queue: sampleQueue(2) }] }))
    for (let seq = 1; seq <= 30; seq += 1)
      await log.append(commitOf({ messages: [queued(seq)], realtime: realtime(seq) }))
    await log.rotated()
    reader = openStoreReader({ url: database.url, commitTimes: log.commitTimes, dataDir: null })
  })

  afterAll(async () => {
    await reader.close()
    await log.release()
    await database.drop()
  })

  const queued = (seq: number) => ({
    queueId: 1,
    message: sampleMessage(seq, {
      event: seq % 2 === 0 ? 'even' : 'odd',
      key: seq % 5 === 0 ? 'five' : null,
      payload: JSON.stringify({ text: `Number ${seq}`, share: '100%_\\' }),
      headers: { seq: String(seq) },
    }),
  })

  const realtime = (seq: number) =>
    seq % 10 !== 0
      ? []
      : [1, 2].map((ord) => ({
          queueId: 1,
          record: {
            message: {
              ...sampleMessage(seq),
              id: `rt-${seq}-${ord}`,
              seq: null,
              publishedAt: startedAt + (seq + 0.1 * ord) * second,
            },
            position: { seq, ord },
          },
        }))

  const list = (filter: MessageFilter, order: 'asc' | 'desc' = 'asc', limit = 100) =>
    reader.listMessages({ queueId: 1, queue: 'queue-1', filter, order, limit, after: null, ...whole })

  const text = (...values: string[]) => ({ path: ['text'], values })
  const seqsOf = async (filter: MessageFilter) =>
    (await list({ delivery: 'queued', ...filter })).items.map((row) => row.message.seq)
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

  it.each(['asc', 'desc'] as const)(
    'page through everything in order (%s), each row once, across segments',
    async (order) => {
      const seen: string[] = []
      const all = { queueId: 1, queue: 'queue-1', filter: {}, ...whole }
      let after: { seq: number; ord: number } | null = null
      do {
        const page = await reader.listMessages({ ...all, order, limit: 7, after })
        expect(page.items.length).toBeLessThanOrEqual(7)
        seen.push(...page.items.map(({ position }) => `${position.seq}.${position.ord}`))
        after = page.next
      } while (after)
      const expected = range(1, 30).flatMap((seq) =>
        seq % 10 === 0 ? [`${seq}.0`, `${seq}.1`, `${seq}.2`] : [`${seq}.0`],
      )
      expect(seen).toEqual(order === 'asc' ? expected : expected.toReversed())
    },
  )

  it('give a message back as it was published', async () => {
    const { items } = await list({ seqs: [10] })
    expect(items).toEqual([{ message: queued(10).message, position: { seq: 10, ord: 0 } }])
    const live = await list({ delivery: 'realtime', fromSeq: 30 })
    expect(live.items.map(({ message }) => [message.id, message.seq])).toEqual([
      ['rt-30-1', null],
      ['rt-30-2', null],
    ])
  })

  it.each<[string, MessageFilter, number[]]>([
    ['events', { events: ['even'], toSeq: 6 }, [2, 4, 6]],
    ['seqs', { seqs: [3, 29, 99] }, [3, 29]],
    [
      'ranges',
      {
        seqRanges: [
          [2, 3],
          [28, 40],
        ],
      },
      [2, 3, 28, 29, 30],
    ],
    [
      'ranges that are too wide to look up',
      {
        seqRanges: [
          [2, 3],
          [29, 9_000],
        ],
      },
      [2, 3, 29, 30],
    ],
    ['a range of seqs', { fromSeq: 12, toSeq: 14 }, [12, 13, 14]],
    ['a span of time', { since: startedAt + 5 * second, until: startedAt + 7 * second }, [5, 6, 7]],
    ['a time after all', { since: startedAt + 31 * second }, []],
    ['a time before all', { until: startedAt }, []],
    ['an id', { id: 'id-7' }, [7]],
    ['a key', { key: 'five', toSeq: 10 }, [5, 10]],
    ['text of any case', { text: 'NUMBER 3' }, [3, 30]],
    ['text with wildcards in it', { text: '100%_\\\\', toSeq: 2 }, [1, 2]],
    ['a value in the payload', { payload: [{ path: ['text'], values: ['Number 7'] }] }, [7]],
    ['two values in the payload', { payload: [text('Number 7'), text('Number 8')] }, []],
    ['any of some values in the payload', { payload: [text('Number 8', 'Number 7')] }, [7, 8]],
    ['a value that stands at another path', { payload: [{ path: ['share'], values: ['Number 7'] }] }, []],
    ['text that is not there', { text: '100__' }, []],
    ['nothing at all', { events: [] }, []],
  ])('filter by %s', async (_, filter, expected) => {
    expect(await seqsOf(filter)).toEqual(expected)
  })

  it('find in a payload what Postgres reads in no JSON', async () => {
    const odd = ['\u0000', 'half \ud800', '\udc00', '\u0001']
    await log.append(commitOf({ changes: [{ kind: 'putQueue', queue: sampleQueue(5) }] }))
    for (const [at, one] of odd.entries()) {
      const payload = JSON.stringify({ value: one, [one]: { deep: at } })
      await log.append(commitOf({ messages: [{ queueId: 5, message: sampleMessage(at + 1, { payload }) }] }))
    }
    for (const [at, one] of odd.entries()) {
      for (const term of [
        { path: ['value'], values: [one] },
        { path: [one, 'deep'], values: [at] },
      ]) {
        const request = { queueId: 5, queue: 'queue-5', order: 'asc', limit: 9, after: null, ...whole } as const
        const { items } = await reader.listMessages({ ...request, filter: { payload: [term] } })
        expect(items.map(({ message }) => message.seq)).toEqual([at + 1])
      }
    }
  })

  it('find real-time messages by time as well', async () => {
    const { items } = await list({ since: startedAt + 30 * second + 1 })
    expect(items.map(({ message }) => message.id)).toEqual(['rt-30-1', 'rt-30-2'])
  })

  it('find one message by seq or by id, in any segment', async () => {
    expect((await reader.messageBySeq(1, 'queue-1', 3))?.message.id).toBe('id-3')
    expect(await reader.messageBySeq(1, 'queue-1', 31)).toBeNull()
    expect(await reader.messageBySeq(2, 'queue-2', 3)).toBeNull()
    for (const seq of [3, 30]) {
      const found = await reader.messagesById(1, 'queue-1', `id-${seq}`, 5)
      expect(found.map((row) => row.position)).toEqual([{ seq, ord: 0 }])
    }
  })

  it.each(['asc', 'desc'] as const)(
    'page through one id, in segments with an index and without (%s)',
    async (order) => {
      const queueId = order === 'asc' ? 3 : 4
      await log.append(commitOf({ changes: [{ kind: 'putQueue', queue: sampleQueue(queueId) }] }))
      for (let seq = 1; seq <= 25; seq += 1) {
        const id = seq % 2 === 0 ? 'other' : 'twin'
        await log.append(commitOf({ messages: [{ queueId, message: sampleMessage(seq, { id }) }] }))
      }
      await log.rotated()
      const all = {
        queueId,
        queue: `queue-${queueId}`,
        filter: { id: 'twin' },
        order,
        limit: 3,
        preview: null,
        window: 4,
      }
      const seen: (number | null)[] = []
      let after: { seq: number; ord: number } | null = null
      do {
        const page = await reader.listMessages({ ...all, after })
        seen.push(...page.items.map(({ message }) => message.seq))
        after = page.next
      } while (after)
      const odd = range(1, 25).filter((seq) => seq % 2 === 1)
      expect(seen).toEqual(order === 'asc' ? odd : odd.toReversed())
    },
  )

  it('answer an empty queue with nothing', async () => {
    const request = { queueId: 2, queue: 'queue-2', order: 'desc', limit: 5, after: null, ...whole } as const
    expect(await reader.listMessages({ ...request, filter: { since: 1 } })).toEqual({
      ...{ items: [], next: null, scanned: 0, reached: null },
    })
  })

  it('tell what the log costs', async () => {
    const figures = await reader.storageFigures()
    expect(figures.segments).toBeGreaterThanOrEqual(3)
    expect(figures.logBytes).toBeGreaterThan(0)
    expect(figures.commitP99Ms ?? 0).toBeGreaterThanOrEqual(figures.commitP50Ms ?? 1)
    expect(figures.diskFreeBytes).toBeNull()
  })

  it('say that they took too long, as no fault of the store', async () => {
    const url = Object.assign(new URL(database.url), { search: '?options=-c%20statement_timeout%3D1' }).href
    const put = { kind: 'putDeadLetter', queueId: 1, subscriptionId: 1, letter: letter(2) } as const
    await log.append(commitOf({ changes: [put] }))
    const hasty = openStoreReader({ url, commitTimes: log.commitTimes, dataDir: null })
    await database.query('CREATE FUNCTION slow(text) RETURNS text LANGUAGE sql AS $$ SELECT pg_sleep(9)::text $$')
    await database.query('ALTER TABLE dead_letter RENAME TO letters')
    await database.query('CREATE VIEW dead_letter AS SELECT * FROM letters WHERE slow(id) IS NULL')
    await expect(hasty.deadLettersOf(1, [2])).rejects.toThrow(QueryTimeoutError)
    await hasty.close()
  })

  it('are a fault of the store where it cannot be reached', async () => {
    const away = openStoreReader({
      url: 'postgresql://nobody@127.0.0.1:1/none',
      commitTimes: log.commitTimes,
      dataDir: null,
    })
    await expect(away.messageBySeq(1, 'queue-1', 1)).rejects.toThrow(StorageError)
    await away.close()
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activity, scheduled } from '../../broker/testing/records.ts'
import {
  commitOf,
  queueOne,
  sampleMessage,
  sampleQueue,
  sampleSubscription,
  startedAt,
} from '../../testing/log-samples.ts'
import { createDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { PostgresLog } from '../postgres-log.ts'
import { openStoreReader } from './reader.ts'
import type { ActivityFilter, ScheduledPosition } from './types.ts'

describe('reads for people', () => {
  let database: TestDatabase
  let log: PostgresLog
  let reader: ReturnType<typeof openStoreReader>

  beforeAll(async () => {
    database = await createDatabase()
    log = new PostgresLog({ url: database.url, now: () => startedAt })
    await log.acquire(() => undefined)
    await log.append(queueOne)
    await log.append(commitOf({ changes: [{ kind: 'putQueue', queue: sampleQueue(2) }] }))
    reader = openStoreReader({ url: database.url, commitTimes: log.commitTimes, dataDir: null })
  })

  afterAll(async () => {
    await reader.close()
    await log.release()
    await database.drop()
  })

  it('list dead letters newest first, by keys that tell equal times apart', async () => {
    const letter = (seq: number, reason: string) => ({
      queue: 'queue-1',
      subscription: 'subscription-1',
      seq,
      message: sampleMessage(seq, { event: seq % 2 === 0 ? 'even' : 'odd' }),
      reason,
      attempts: [{ attempt: 1, at: 1, endedAt: 2, outcome: 'nacked' as const, consumer: 'c', reason, retryAt: null }],
      deadAt: startedAt + Math.floor(seq / 2),
    })
    const letters = [1, 2, 3, 4, 5].map((seq) => letter(seq, seq === 5 ? 'odd \u0000' : 'bad'))
    const changes = letters.map((each) => ({
      kind: 'putDeadLetter' as const,
      queueId: 1,
      subscriptionId: 1,
      letter: each,
    }))
    await log.append(
      commitOf({ changes: [{ kind: 'putSubscription', subscription: sampleSubscription(1) }, ...changes] }),
    )
    const first = await reader.listDeadLetters({ queue: 'queue-1' }, 3, null)
    const rest = await reader.listDeadLetters({ queue: 'queue-1' }, 3, first.next)
    expect([...first.items, ...rest.items].map((each) => each.seq)).toEqual([5, 4, 3, 2, 1])
    expect(rest.next).toBeNull()
    expect(first.items[1]).toEqual(letters[3])
    const seqs = (subscriptionId: number | null, order: 'asc' | 'desc', from: number, to: number) =>
      reader.deadLetterSeqs({ queueId: 1, subscriptionId, order, from, to, limit: 3 })
    expect(await seqs(null, 'desc', 0, 4)).toEqual([4, 3, 2])
    expect(await seqs(1, 'asc', 2, 9)).toEqual([2, 3, 4])
    expect(await seqs(2, 'asc', 0, 9)).toEqual([])
    expect(
      (await reader.listDeadLetters({ reason: 'bad', event: 'odd' }, 9, null)).items.map((each) => each.seq),
    ).toEqual([3, 1])
    expect((await reader.deadLettersOf(1, [2, 4, 30])).map((each) => each.seq)).toEqual([2, 4])
    const { groups, total } = await reader.deadLetterReasons({ queue: 'queue-1' }, startedAt + 2)
    const [most, ...others] = groups
    expect(total).toBe(5)
    const names = { queue: 'queue-1', subscription: 'subscription-1' }
    expect(most).toEqual({ ...names, reason: 'bad', count: 4, recent: 1, first: startedAt, last: startedAt + 2 })
    expect(others).toMatchObject([{ reason: 'odd ', count: 1 }])
    expect(await reader.deadLetterReasons({ queue: 'queue-2' }, 0)).toEqual({ groups: [], total: 0 })
  })

  it('list delayed messages as they are due, by keys that tell equal times apart', async () => {
    const delayed = (id: string, due: number, over = {}) =>
      scheduled(id, startedAt + due, { queue: 'queue-2', ...over })
    const all = [
      delayed('c', 9, { event: 'deleted' }),
      delayed('b', 9, { key: 'five' }),
      delayed('a', 9, { payload: '"100%"' }),
      delayed('first', 5),
    ]
    const changes = all.map((each) => ({ kind: 'putScheduled' as const, queueId: 2, scheduled: each }))
    await log.append(commitOf({ changes }))
    const ids = async (filter = {}, limit = 9, after: ScheduledPosition | null = null) => {
      const { items, next } = await reader.listScheduled(2, 'queue-2', filter, limit, after)
      return { ids: items.map(({ message }) => message.id), next }
    }
    const page = await ids({}, 2)
    const rest = await ids({}, 2, page.next)
    expect([page.ids, rest.ids, rest.next]).toEqual([['first', 'c'], ['b', 'a'], null])
    expect((await ids({ id: 'b' })).ids).toEqual(['b'])
    expect((await ids({ key: 'five' })).ids).toEqual(['b'])
    expect((await ids({ event: 'deleted' })).ids).toEqual(['c'])
    expect((await ids({ text: '0%' })).ids).toEqual(['a'])
    expect((await reader.listScheduled(1, 'queue-1', {}, 9, null)).items).toEqual([])
    expect(await reader.scheduledById(2, 'queue-2', 'b')).toEqual(all[1])
    expect(await reader.scheduledById(1, 'queue-1', 'b')).toBeNull()
  })

  it('list what was done, newest first, by keys that tell equal times apart', async () => {
    const all = [
      activity('1', { at: startedAt }),
      activity('3', { at: startedAt + 5, kind: 'queuePaused', subscription: null }),
      activity('2', { at: startedAt + 5, queue: null, subscription: null, kind: 'agingHeld' }),
      activity('4', { at: startedAt + 2, queue: 'queue-2', by: { kind: 'api', name: 'Nightly', address: '10.0.0.7' } }),
    ]
    await log.append(commitOf({ changes: all.map((each) => ({ kind: 'putActivity' as const, activity: each })) }))
    const first = await reader.listActivity({}, 3, null)
    const rest = await reader.listActivity({}, 3, first.next)
    expect([...first.items, ...rest.items]).toEqual([all[1], all[2], all[3], all[0]])
    expect(rest.next).toBeNull()
    const idsOf = async (filter: ActivityFilter) =>
      (await reader.listActivity(filter, 9, null)).items.map(({ id }) => id)
    expect(await idsOf({ queue: 'queue-2' })).toEqual(['4'])
    expect(await idsOf({ by: ['api', 'client'] })).toEqual(['4'])
    expect(await idsOf({ who: 'night' })).toEqual(['4'])
    expect(await idsOf({ who: '0.0.7' })).toEqual(['4'])
    expect(await idsOf({ who: '%' })).toEqual([])
    expect(await idsOf({ text: 'PURGED', subscription: 'subscription-1', queue: 'queue-1' })).toEqual(['1'])
    expect(await reader.countActivity()).toBe(4)
    expect(await idsOf({ kinds: ['agingHeld', 'queuePaused'] })).toEqual(['3', '2'])
    expect(await idsOf({ since: startedAt + 1, until: startedAt + 4 })).toEqual(['4'])
  })
})

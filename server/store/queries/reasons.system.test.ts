import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitOf, sampleMessage, sampleSubscription, startedAt } from '../../testing/log-samples.ts'
import { createDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { PostgresLog } from '../postgres-log.ts'
import { openStoreReader } from './reader.ts'

/** As long as a name may be. */
const QUEUE = 'q'.repeat(128)
const SUBSCRIPTION = 's'.repeat(128)

/** As long as a reason may be, 3,072 bytes that no two of have in common: what compresses well would fit anywhere. */
const LONG = Array.from({ length: 1_024 }, (_, n) => String.fromCodePoint(0x4e_00 + ((n * 7_919) % 20_000))).join('')
const SAME_BEGINNING = `${LONG.slice(0, -1)}x`
/** One byte less, and one more, than what has a place in the index. */
const REASONS = ['', 'PSP 503', 'a'.repeat(1_024), `é${'a'.repeat(1_022)}b`, LONG, SAME_BEGINNING]

describe('reasons of dead letters', () => {
  let database: TestDatabase
  let log: PostgresLog
  let reader: ReturnType<typeof openStoreReader>

  beforeAll(async () => {
    database = await createDatabase()
    log = new PostgresLog({ url: database.url, now: () => startedAt })
    await log.acquire(() => undefined)
    const letters = REASONS.flatMap((reason, index) => Array.from({ length: index + 1 }, () => reason))
    const changes = letters.map((reason, index) => ({
      kind: 'putDeadLetter' as const,
      queueId: 1,
      subscriptionId: 1,
      letter: {
        queue: QUEUE,
        subscription: SUBSCRIPTION,
        seq: index + 1,
        message: sampleMessage(index + 1, { event: 'created', key: `k${index % 2}` }),
        reason,
        attempts: [],
        deadAt: startedAt + index,
      },
    }))
    await log.append(
      commitOf({ changes: [{ kind: 'putSubscription', subscription: sampleSubscription(1) }, ...changes] }),
    )
    reader = openStoreReader({ url: database.url, commitTimes: log.commitTimes, dataDir: null })
  })

  afterAll(async () => {
    await reader.close()
    await log.release()
    await database.drop()
  })

  it('are stored, counted and told apart at any length, the most frequent first', async () => {
    const { groups, total } = await reader.deadLetterReasons({}, startedAt + 20)
    expect(groups.map(({ reason, count, recent }) => [REASONS.indexOf(reason), count, recent])).toEqual([
      [5, 6, 1],
      [4, 5, 0],
      [3, 4, 0],
      [2, 3, 0],
      [1, 2, 0],
      [0, 1, 0],
    ])
    expect(total).toBe(21)
    expect(groups.at(-2)).toEqual({
      queue: QUEUE,
      subscription: SUBSCRIPTION,
      reason: 'PSP 503',
      count: 2,
      recent: 0,
      first: startedAt + 1,
      last: startedAt + 2,
    })
  })

  it('are the same where the letters themselves have to be looked at', async () => {
    const all = await reader.deadLetterReasons({}, startedAt)
    expect(await reader.deadLetterReasons({ event: 'created' }, startedAt)).toEqual(all)
    const { total } = await reader.deadLetterReasons({ key: 'k0' }, startedAt)
    expect(total).toBe(11)
  })

  it('are filtered by a part of them and by time', async () => {
    const ofTime = await reader.deadLetterReasons({ since: startedAt + 2, until: startedAt + 3 }, startedAt + 3)
    expect(ofTime.groups.map(({ reason, count, recent }) => [reason.slice(0, 3), count, recent])).toEqual([
      ['aaa', 1, 1],
      ['PSP', 1, 0],
    ])
    expect((await reader.deadLetterReasons({ reasonText: 'psp' }, startedAt)).total).toBe(2)
    expect((await reader.deadLetterReasons({ subscription: 'other' }, startedAt)).total).toBe(0)
  })

  it.each(REASONS.map((reason, index) => [index, reason] as const))(
    'number %i finds its own letters, from both ends',
    async (index, reason) => {
      const names = { queue: QUEUE, subscription: SUBSCRIPTION, reason }
      const seqs = Array.from({ length: index + 1 }, (_, n) => (index * (index + 1)) / 2 + n + 1)
      const newest = await reader.listDeadLetters(names, 99, null)
      expect(newest.items.map(({ seq }) => seq)).toEqual(seqs.toReversed())
      const oldest = await log.findLetters(names, null, 99)
      expect(oldest.map(({ letter }) => letter.seq)).toEqual(seqs)
      expect(await log.countLetters({ reason })).toBe(index + 1)
      expect((await reader.deadLetterReasons({ reason }, startedAt)).groups).toMatchObject([
        { reason, count: index + 1 },
      ])
    },
  )
})

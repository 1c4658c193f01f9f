import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LeaseLostError } from '../../broker/ports.ts'
import { commitOf, messages, queueOne, sampleQueue, startedAt } from '../../testing/log-samples.ts'
import { createDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { TcpProxy } from '../../testing/tcp-proxy.ts'
import { PostgresLog } from '../postgres-log.ts'

const append = 'holdline_append'

describe('a commit whose outcome is unknown', () => {
  let database: TestDatabase
  let proxy: TcpProxy
  let log: PostgresLog
  let lost: string[]

  beforeEach(async () => {
    database = await createDatabase()
    proxy = await TcpProxy.before(database.url)
    lost = []
    log = new PostgresLog({ url: proxy.url, now: () => startedAt })
    await log.acquire((reason) => lost.push(reason))
    await log.append(queueOne)
    await log.append(commitOf({ messages: messages(1, 1) }))
  })

  afterEach(async () => {
    await log.release()
    await proxy.close()
    await database.drop()
  })

  const seqs = async () =>
    (await database.query<{ seq: number }>('SELECT seq::int FROM message ORDER BY seq')).map((row) => row.seq)
  const epoch = async () => (await database.query<{ epoch: number }>('SELECT epoch::int FROM lease'))[0]?.epoch

  it.each(['request', 'reply'] as const)('is written once where its %s was lost', async (lose) => {
    const before = (await epoch()) ?? 0
    const broken = proxy.breakAt(append, lose)
    const appended = log.append(commitOf({ messages: messages(2, 4) }))
    await broken
    expect(await seqs()).toEqual(lose === 'reply' ? [1, 2, 3, 4] : [1])
    proxy.letThrough()
    await appended
    expect(await seqs()).toEqual([1, 2, 3, 4])
    expect(await epoch()).toBeGreaterThan(before)
    await log.append(commitOf({ messages: messages(5, 5) }))
    expect(await seqs()).toEqual([1, 2, 3, 4, 5])
    expect(lost).toEqual([])
  })

  it.each(['request', 'reply'] as const)(
    'with rare writes is written once where the %s of COMMIT was lost',
    async (lose) => {
      const broken = proxy.breakAt('COMMIT', lose)
      const change = { kind: 'putQueue', queue: sampleQueue(2) } as const
      const appended = log.append(commitOf({ changes: [change], messages: messages(2, 3) }))
      await broken
      proxy.letThrough()
      await appended
      expect(await seqs()).toEqual([1, 2, 3])
      expect(await database.query('SELECT id FROM queue ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }])
    },
  )

  it('is written once where the backend was ended while it waited for a lock', async () => {
    const holder = await holdLog(database)
    const appended = log.append(commitOf({ messages: messages(2, 3) }))
    await holder.endWaiting()
    await holder.letGo()
    await appended
    expect(await seqs()).toEqual([1, 2, 3])
  })

  /** Another process takes over while this one is cut off. */
  const takeOver = async (work: () => Promise<void>) => {
    const other = new PostgresLog({ url: database.url, now: () => startedAt })
    const snapshot = await other.acquire(() => undefined)
    await work()
    await other.release()
    return snapshot
  }

  it('resolves what was written although another process owns the log by now', async () => {
    const broken = proxy.breakAt(append, 'reply')
    const appended = log.append(commitOf({ messages: messages(2, 2) }))
    await broken
    const snapshot = await takeOver(async () => proxy.letThrough())
    await appended
    expect(snapshot.queues[0]?.lastSeq).toBe(2)
    expect(lost).toHaveLength(1)
    await expect(log.append(commitOf({ messages: messages(3, 3) }))).rejects.toThrow(LeaseLostError)
  })

  it.each([
    ['reply', 'resolves what was written'],
    ['request', 'rejects what was not'],
  ] as const)(
    'without a message, its %s lost: %s, although another process owns the log by now',
    async (lose, what) => {
      const broken = proxy.breakAt('COMMIT', lose)
      const appended = log.append(commitOf({ changes: [{ kind: 'putQueue', queue: sampleQueue(2) }] }))
      const settled = what.startsWith('resolves')
        ? expect(appended).resolves.toBeUndefined()
        : expect(appended).rejects.toThrow(LeaseLostError)
      await broken
      const snapshot = await takeOver(async () => proxy.letThrough())
      await settled
      expect(snapshot.queues).toHaveLength(lose === 'reply' ? 2 : 1)
      expect(lost).toHaveLength(1)
    },
  )

  it('rejects what was not written where another process has used the same seq', async () => {
    const broken = proxy.breakAt(append, 'request')
    const appended = log.append(commitOf({ messages: messages(2, 2) }))
    const rejected = expect(appended).rejects.toThrow(LeaseLostError)
    await broken
    const other = new PostgresLog({ url: database.url, now: () => startedAt })
    await other.acquire(() => undefined)
    const [theirs] = messages(2, 2)
    if (theirs)
      await other.append(commitOf({ messages: [{ ...theirs, message: { ...theirs.message, id: 'theirs' } }] }))
    proxy.letThrough()
    await rejected
    expect(await database.query('SELECT id FROM message WHERE seq = 2')).toEqual([{ id: 'theirs' }])
    await other.release()
  })
})

/** A session that holds the log's table, so that a commit waits in the middle. */
async function holdLog(database: TestDatabase) {
  const pg = (await import('pg')).default
  const client = new pg.Client(database.url)
  await client.connect()
  await client.query('BEGIN')
  await client.query('LOCK TABLE event_total IN EXCLUSIVE MODE')
  return {
    /** Ends the session that waits for the lock, as soon as one does. */
    endWaiting: async () => {
      const waiting = `SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE NOT granted AND relation = 'event_total'::regclass`
      for (let ended = 0; ended === 0; ) ended = (await client.query(waiting)).rowCount ?? 0
    },
    letGo: async () => {
      await client.query('ROLLBACK')
      await client.end()
    },
  }
}

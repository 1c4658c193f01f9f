import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StorageError } from '../../broker/ports.ts'
import { commitOf, messages, queueOne, sampleMessage, startedAt } from '../../testing/log-samples.ts'
import { createDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { PostgresLog } from '../postgres-log.ts'

const day = 24 * 3_600_000

describe('segments', () => {
  let database: TestDatabase
  let log: PostgresLog
  let now: number
  let complaints: string[]

  const open = () =>
    new PostgresLog({
      url: database.url,
      now: () => now,
      // Ten messages of 40 bytes and what a row costs beside them.
      rotateBytes: 10 * 190,
      say: (sentence) => complaints.push(sentence),
    })

  beforeEach(async () => {
    now = startedAt
    complaints = []
    database = await createDatabase()
    log = open()
    await log.acquire(() => undefined)
    await log.append(queueOne)
  })

  afterEach(async () => {
    await log.release()
    await database.drop()
  })

  const reopen = async () => {
    await log.release()
    log = open()
    return log.acquire(() => undefined)
  }

  /** Fills one segment after another, ten messages each. */
  const fill = async (from: number, segments: number) => {
    for (let n = 0; n < segments; n += 1) {
      await log.append(commitOf({ messages: messages(from + n * 10, from + n * 10 + 9) }))
      await log.rotated()
    }
  }

  const trim = (floors: ReadonlyMap<number, number> = new Map()) =>
    log.trim({ floors, keepFrom: now - day, lettersFrom: now - 30 * day })

  const partitions = async () =>
    (
      await database.query<{ name: string }>(
        "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'message'::regclass ORDER BY inhrelid",
      )
    ).map((row) => row.name.replace('holdline_segment.segment_', ''))

  it('rotate by size into one that was made ahead, and pages go across them', async () => {
    await fill(1, 3)
    const rows = await database.query('SELECT segment, count(*)::int AS n FROM message GROUP BY 1 ORDER BY 1')
    expect(rows).toEqual([1, 2, 3].map((segment) => ({ segment, n: 10 })))
    expect(await partitions()).toEqual(['1', '2', '3', '4', '5'])
    const seqs: number[] = []
    for (let after = 0; after < 30; ) {
      const page = await log.read(1, after, 30, 7, 1_000_000)
      seqs.push(...page.messages.map((message) => message.seq))
      after = page.through
    }
    expect(seqs).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
    expect(complaints).toEqual([])
  })

  it('are sealed with the next one where that failed', async () => {
    await database.query('ALTER TABLE segment_range RENAME TO away')
    await fill(1, 1)
    expect(complaints).toHaveLength(1)
    // Not with each commit, while it would fail again.
    await fill(11, 1)
    expect(complaints).toHaveLength(1)
    now += 5_000
    await database.query('ALTER TABLE away RENAME TO segment_range')
    await fill(21, 1)
    expect(await database.query('SELECT id FROM segment WHERE sealed_at IS NOT NULL ORDER BY id')).toEqual([
      { id: 1 },
      { id: 2 },
    ])
    now += 2 * day
    await trim()
    expect(await partitions()).not.toContain('1')
  })

  it('rotate by age', async () => {
    await log.append(commitOf({ messages: messages(1, 1) }))
    // The first message was published a second after the start.
    now += 6 * 3_600_000 + 1_000
    await log.append(commitOf({ messages: messages(2, 2) }))
    await log.rotated()
    await log.append(commitOf({ messages: messages(3, 3) }))
    expect(await database.query('SELECT segment, seq::int FROM message ORDER BY seq')).toEqual([
      { segment: 1, seq: 1 },
      { segment: 1, seq: 2 },
      { segment: 2, seq: 3 },
    ])
  })

  it('go only when nobody needs them and they are older than a day', async () => {
    await fill(1, 3)
    await trim()
    expect(await partitions()).toEqual(['1', '2', '3', '4', '5'])
    now += 2 * day
    await trim(new Map([[1, 15]]))
    expect(await partitions()).toEqual(['2', '3', '4', '5'])
    await trim(new Map([[1, 20]]))
    expect(await partitions()).toEqual(['2', '3', '4', '5'])
    await trim(new Map([[1, 21]]))
    expect(await partitions()).toEqual(['3', '4', '5'])
    expect((await log.read(1, 0, 30, 100, 1_000_000)).messages[0]?.seq).toBe(21)
    expect(await log.seqAt(1, startedAt)).toBe(21)
  })

  it('leave last seq and totals behind when every row is gone', async () => {
    await fill(1, 2)
    now += 2 * day
    await trim()
    expect(await database.query('SELECT count(*)::int AS n FROM message')).toEqual([{ n: 0 }])
    const snapshot = await reopen()
    expect(snapshot.queues[0]).toMatchObject({ lastSeq: 20, totals: new Map([['created', 20]]) })
    await database.query('DELETE FROM event_total')
    expect((await reopen()).queues[0]?.lastSeq).toBe(20)
  })

  it('tell what went although a later one could not go', async () => {
    await fill(1, 2)
    now += 2 * day
    // The second one's table cannot be dropped while something hangs on it.
    await database.query('CREATE VIEW clinging AS SELECT * FROM holdline_segment.segment_2')
    await expect(trim()).rejects.toThrow(StorageError)
    expect(await partitions()).not.toContain('1')
    await database.query('DROP VIEW clinging')
    expect((await trim()).dropped).toEqual(new Map([[1, { through: 20, bytes: 800 }]]))
    expect((await reopen()).queues[0]).toMatchObject({ firstSeq: 20, freedBytes: 800, bytes: 800 })
  })

  it('do not keep commits waiting while one is dropped behind an old reader', async () => {
    await fill(1, 1)
    now += 2 * day
    const reader = new pg.Client(database.url)
    reader.on('error', () => undefined)
    await reader.connect()
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await reader.query('SELECT count(*) FROM message')
    let dropped = false
    const trimming = trim().then(() => {
      dropped = true
    })
    await waitingForLock(database)
    await log.append(commitOf({ messages: messages(11, 12) }))
    expect(dropped).toBe(false)
    await reader.query('COMMIT')
    await reader.end()
    await trimming
    expect(await partitions()).not.toContain('1')
  })

  it('finish a drop that was broken off, at the next owner', async () => {
    await fill(1, 1)
    now += 2 * day
    const reader = new pg.Client(database.url)
    reader.on('error', () => undefined)
    await reader.connect()
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await reader.query('SELECT count(*) FROM message')
    const trimming = trim().catch(() => undefined)
    await waitingForLock(database)
    await reopen()
    await trimming
    await reader.query('COMMIT')
    await reader.end()
    expect(
      await database.query('SELECT inhdetachpending AS pending FROM pg_inherits WHERE inhdetachpending'),
    ).toHaveLength(1)
    await log.append(commitOf({ messages: messages(11, 11) }))
    await trim(new Map([[1, 11]]))
    expect(await partitions()).not.toContain('1')
    expect((await log.read(1, 0, 20, 100, 1_000_000)).messages.map((message) => message.seq)).toEqual([11])
  })

  it('get the index of ids that a killed owner did not come to make', async () => {
    await fill(1, 2)
    await log.release()
    await database.query('DROP INDEX holdline_segment.segment_1_by_id')
    log = open()
    await log.acquire(() => undefined)
    await log.rotated()
    const indexed = await database.query(
      "SELECT tablename AS name FROM pg_indexes WHERE indexname LIKE 'segment_%_by_id' ORDER BY tablename",
    )
    expect(indexed).toEqual([{ name: 'segment_1' }, { name: 'segment_2' }])
    expect(complaints).toEqual([])
  })

  it('are taken up where a killed owner stopped between rotating and sealing', async () => {
    await fill(1, 1)
    await log.append(commitOf({ messages: [{ queueId: 1, message: sampleMessage(11) }] }))
    await log.release()
    await database.query('UPDATE segment SET sealed_at = NULL, last_at = NULL')
    await database.query('DELETE FROM segment_range')
    log = open()
    await log.acquire(() => undefined)
    const sealed = await database.query('SELECT id FROM segment WHERE sealed_at IS NOT NULL ORDER BY id')
    expect(sealed).toEqual([{ id: 1 }])
    const ranges = await database.query(
      'SELECT segment, first_seq::int, last_seq::int, through_bytes::int FROM segment_range',
    )
    expect(ranges).toEqual([{ segment: 1, first_seq: 1, last_seq: 10, through_bytes: 400 }])
  })
})

/** Resolves when a DETACH waits for somebody in this database: asked on a new connection, as a transaction sees no news. */
async function waitingForLock(database: TestDatabase): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
    AND query LIKE 'ALTER TABLE message DETACH%' AND wait_event_type = 'Lock'`
  while ((await database.query(waiting)).length === 0);
}

import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { PostgresLog } from '../postgres-log.ts'
import { migrate } from './apply.ts'
import { type Migration, migrationsDirectory, readMigrations } from './files.ts'

describe('migrations', () => {
  let database: TestDatabase
  let migrations: Migration[]

  beforeEach(async () => {
    database = await createDatabase('empty')
    migrations = await readMigrations(migrationsDirectory())
  })

  afterEach(() => database.drop())

  const run = async (list: readonly Migration[]) => {
    const client = new pg.Client(database.url)
    await client.connect()
    await migrate(client, list).finally(() => client.end())
  }

  const recorded = () =>
    database.query(
      'SELECT migration_name AS name, checksum, applied_steps_count AS steps FROM _prisma_migrations ORDER BY 1',
    )

  it('are recorded as Prisma records them', async () => {
    await run(migrations)
    expect(await recorded()).toEqual(migrations.map(({ name, checksum }) => ({ name, checksum, steps: 1 })))
  })

  it('are applied once, however often and by how many at once a start is tried', async () => {
    await Promise.all([run(migrations), run(migrations)])
    await run(migrations)
    expect(await recorded()).toHaveLength(migrations.length)
  })

  it('are there as a whole or not at all', async () => {
    const broken = { name: '99990101000000_broken', sql: 'CREATE TABLE half (id int); SELECT 1/0', checksum: 'c' }
    await expect(run([...migrations, broken])).rejects.toThrow('division by zero')
    expect(await recorded()).toHaveLength(migrations.length)
    expect(await database.query("SELECT to_regclass('half') AS half")).toEqual([{ half: null }])
    await run([...migrations, { ...broken, sql: 'CREATE TABLE half (id int)' }])
    expect(await recorded()).toHaveLength(migrations.length + 1)
  })

  it('refuse a database of a newer version, or one made from another text', async () => {
    const newer = { name: '99990101000000_newer', sql: 'SELECT 1', checksum: 'c' }
    await run([...migrations, newer])
    await expect(run(migrations)).rejects.toThrow('99990101000000_newer, which this version does not know')
    await expect(run([...migrations, { ...newer, checksum: 'd' }])).rejects.toThrow('made from another text')
  })

  it("leave a database alone that has somebody else's tables, and say what to do", async () => {
    await database.query('CREATE TABLE message (theirs int)')
    const reason = 'relation "message" already exists, and it is not Holdline\'s: give it a database of its own.'
    await expect(run(migrations)).rejects.toThrow(`This database cannot be used: ${reason}`)
    expect(await database.query("SELECT to_regclass('queue') AS queue")).toEqual([{ queue: null }])
  })

  it('say what a user lacks that may not create tables', async () => {
    const guest = `guest_${database.name}`
    await database.query(`CREATE ROLE ${guest} LOGIN PASSWORD 'guest'`)
    const url = Object.assign(new URL(database.url), { username: guest, password: 'guest' }).href
    const client = new pg.Client(url)
    await client.connect()
    const denied = "permission denied for schema public: let Holdline's user own the database, or grant it CREATE."
    await expect(migrate(client, migrations)).rejects.toThrow(denied)
    await client.end()
    await database.query(`DROP ROLE ${guest}`)
  })

  it('need no more than an empty database and a log that is acquired', async () => {
    const log = new PostgresLog({ url: database.url })
    expect(await log.acquire(() => undefined)).toMatchObject({ queues: [], lastAliveAt: 0 })
    await log.release()
    expect(await recorded()).toHaveLength(migrations.length)
  })

  it('take up a database of the first version: its bytes are those of what its log holds', async () => {
    const first = migrations.slice(0, 2)
    await run(first)
    await database.query(`
      INSERT INTO queue (id, name, created_at, first_seq, last_seq, last_ord) VALUES (1, 'orders', now(), 0, 0, 0);
      CREATE TABLE holdline_segment.segment_1 PARTITION OF message FOR VALUES IN (1);
      CREATE TABLE holdline_segment.segment_2 PARTITION OF message FOR VALUES IN (2);
      INSERT INTO segment (id, sealed_at, last_at) VALUES (1, now(), now()), (2, NULL, NULL);
      INSERT INTO segment_range (segment, queue_id, first_seq, last_seq) VALUES (1, 1, 1, 6);
      INSERT INTO message (segment, queue_id, seq, ord, id, event, payload, published_at, bytes)
      SELECT CASE WHEN seq <= 6 THEN 1 ELSE 2 END, 1, seq, 0, 'id-' || seq,
             CASE seq % 2 WHEN 0 THEN 'even' ELSE 'odd' END, 'null', now(), seq
      FROM generate_series(1, 9) AS seq;
      INSERT INTO message (segment, queue_id, seq, ord, id, event, payload, published_at, bytes)
      VALUES (1, 1, 3, 1, 'live', 'odd', 'null', now(), 1000);
      INSERT INTO event_total (queue_id, event, total, through_seq) VALUES (1, 'even', 3, 7), (1, 'odd', 3, 5);
      INSERT INTO subscription (id, queue_id, name, events, exclusive, ordered, start_seq, created_at)
      VALUES (1, 1, 'billing', '{*}', false, false, 1, now())`)
    const log = new PostgresLog({ url: database.url })
    const snapshot = await log.acquire(() => undefined)
    expect(snapshot.subscriptions).toMatchObject([{ name: 'billing', skips: [], aged: 0 }])
    expect(snapshot.queues).toMatchObject([{ lastSeq: 9, bytes: 45, freedBytes: 0 }])
    expect(snapshot.queues[0]?.totals).toEqual(new Map(Object.entries({ even: 4, odd: 4 })))
    const now = Date.now()
    const needs = { floors: new Map([[1, 7]]), keepFrom: now + 60_000, lettersFrom: 0 }
    expect((await log.trim(needs)).dropped).toEqual(new Map([[1, { through: 6, bytes: 21 }]]))
    await log.release()
  })
})

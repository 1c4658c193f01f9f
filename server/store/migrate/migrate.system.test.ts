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
    expect((await log.acquire(() => undefined)).queues).toEqual([])
    await log.release()
    expect(await recorded()).toHaveLength(migrations.length)
  })
})

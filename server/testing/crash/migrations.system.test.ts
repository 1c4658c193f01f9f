import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { TestServer } from '../server.ts'

let database: TestDatabase
let servers: TestServer[]

beforeEach(async () => {
  database = await createDatabase('empty')
  servers = [1, 2].map(() => TestServer.create({ env: { DATABASE_URL: database.url } }))
})

afterEach(async () => {
  for (const server of servers) await server.dispose()
  await database.drop()
})

const launch = (server: TestServer) => {
  const ready = server.log.next((line) => line.event === 'ready')
  const standsBy = server.log.next((line) => String(line.msg).includes('stands by'))
  server.launch()
  return { ready, standsBy }
}

const applied = () =>
  database.query<{ name: string; times: number }>(
    'SELECT migration_name AS name, count(*)::int AS times FROM _prisma_migrations WHERE finished_at IS NOT NULL GROUP BY 1',
  )

test('one that stands by touches no table, and migrates when its turn comes', async () => {
  const holder = new pg.Client(database.url)
  await holder.connect()
  // The lease's lock: "hold", "line".
  await holder.query('SELECT pg_advisory_lock($1, $2)', [0x686f6c64, 0x6c696e65])
  const { ready, standsBy } = launch(servers[0] ?? TestServer.create())
  await standsBy
  expect(await database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual([])
  await holder.end()
  await ready
  expect((await applied()).length).toBeGreaterThan(0)
})

test('two that start at once on an empty database: one migrates it, once', async () => {
  const starts = servers.map(launch)
  await Promise.race(starts.map(({ ready }) => ready))
  await Promise.race(starts.map(({ standsBy }) => standsBy))
  const migrations = await applied()
  expect(migrations.filter(({ times }) => times !== 1)).toEqual([])
  expect(migrations.length).toBeGreaterThan(0)
})

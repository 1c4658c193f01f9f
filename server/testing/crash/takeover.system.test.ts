import { afterEach, beforeEach, expect, test } from 'vitest'
import { readQueue } from '../ledger/read.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { TestServer } from '../server.ts'
import { queue } from './clients.ts'
import { Scene } from './scene.ts'

let database: TestDatabase
let owner: Scene
let successor: TestServer

beforeEach(async () => {
  database = await createDatabase()
  const env = { DATABASE_URL: database.url }
  owner = new Scene(await TestServer.start({ env }))
  successor = TestServer.create({ env })
})

afterEach(async () => {
  await owner.dispose()
  await successor.dispose()
  await database.drop()
})

const isReady = (line: Readonly<Record<string, unknown>>) => line.event === 'ready'

test('a second process stands by, and takes over at once when the owner says goodbye', async () => {
  const listening = successor.log.next((line) => line.event === 'listening')
  successor.launch()
  await listening
  expect((await fetch(`${successor.url}/api/health`)).status).toBe(503)
  const ready = successor.log.next(isReady)
  expect(await owner.server.stop()).toBe(0)
  await ready
  expect((await fetch(`${successor.url}/api/health`)).status).toBe(200)
})

test('a frozen owner that wakes up after the takeover writes nothing more, and exits', async () => {
  owner.publisher.load(64)
  await owner.ledger.untilConfirmed(300)
  const ready = successor.log.next(isReady)
  successor.launch()
  owner.server.freeze()
  await ready
  const { stored } = await readQueue(database.url, queue)
  const ended = owner.server.ended()
  owner.server.thaw()
  expect(await ended).toBe(1)
  expect((await readQueue(database.url, queue)).stored).toEqual(stored)
  // Confirmed by the old owner before it froze, held by the new one.
  const held = new Map(stored.map(({ id, seq }) => [id, seq]))
  expect([...owner.ledger.confirmed].filter(([id, seq]) => held.get(id) !== seq)).toEqual([])
})

test('one that stands by leaves the embedded Postgres to its owner when it ends', async () => {
  const first = await TestServer.start()
  const second = TestServer.create({ env: { DATA_DIR: first.dataDir } })
  const standsBy = second.log.next((line) => String(line.msg).includes('stands by'))
  second.launch()
  await standsBy
  const postgres = first.postgresPid()
  expect(await second.stop()).toBe(0)
  expect(first.postgresPid()).toBe(postgres)
  expect((await fetch(`${first.url}/api/health`)).status).toBe(200)
  await first.dispose()
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { readQueue } from '../ledger/read.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { TestServer } from '../server.ts'
import { queue } from './clients.ts'
import { PostgresProxy } from './postgres-proxy.ts'
import { disconnected, Scene } from './scene.ts'

let database: TestDatabase
let proxy: PostgresProxy
let owner: Scene
let successor: TestServer

beforeEach(async () => {
  database = await createDatabase()
  proxy = await PostgresProxy.start(database.url)
  owner = new Scene(await TestServer.start({ env: { DATABASE_URL: proxy.url } }))
  successor = TestServer.create({ env: { DATABASE_URL: database.url } })
  // Without acknowledgements the next commit is that of the next message.
  owner.consumer.acks = false
  await owner.publisher.publish()
  await owner.ledger.untilDeliveries(1)
})

afterEach(async () => {
  await owner.dispose()
  await successor.dispose()
  await proxy.close()
  await database.drop()
})

test('a frozen owner that wakes up after the takeover writes and dispatches nothing, and confirms nothing new', async () => {
  const commit = proxy.stopAt('response', (sql) => /\binsert into message\b/i.test(sql))
  owner.publisher.load(1)
  await commit.reached
  owner.server.freeze()
  // The answer to its last commit and another publish wait for it in its sockets.
  commit.release()
  owner.publisher.load(2)
  const ready = successor.log.next((line) => line.event === 'ready')
  successor.launch()
  await ready
  const { stored } = await readQueue(database.url, queue)
  expect(stored.map(({ id }) => id)).toEqual(['m-0', 'm-1'])
  const ended = owner.server.ended()
  const readLast = [owner.publisher, owner.consumer].map(({ socket }) => disconnected(socket))
  owner.server.thaw()
  expect(await ended).toBe(1)
  await Promise.all(readLast)
  expect((await readQueue(database.url, queue)).stored).toEqual(stored)
  expect(owner.ledger.seen.map(({ id }) => id)).toEqual(['m-0'])
  // What it had committed before the takeover is all that it may still confirm.
  const held = new Map(stored.map(({ id, seq }) => [id, seq]))
  expect([...owner.ledger.confirmed].filter(([id, seq]) => held.get(id) !== seq)).toEqual([])
})

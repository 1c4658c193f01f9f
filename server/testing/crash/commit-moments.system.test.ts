import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { TestServer } from '../server.ts'
import { PostgresProxy } from './postgres-proxy.ts'
import { Scene } from './scene.ts'

/** The writer's one statement: it alone writes messages and acknowledgements. */
const isCommit = (sql: string) => /\binsert into message\b/i.test(sql)

let database: TestDatabase
let proxy: PostgresProxy
let scene: Scene

beforeEach(async () => {
  database = await createDatabase()
  proxy = await PostgresProxy.start(database.url)
  scene = new Scene(await TestServer.start({ env: { DATABASE_URL: proxy.url } }))
  // One whole round first, so that the queue and the subscription are there and nothing else is left to commit.
  await scene.publisher.publish()
  await scene.ledger.untilDeliveries(1)
})

afterEach(async () => {
  await scene.dispose()
  await proxy.close()
  await database.drop()
})

const stored = async () =>
  (await database.query<{ id: string }>('SELECT id FROM message WHERE ord = 0 ORDER BY seq')).map(({ id }) => id)

async function restartAndSettle(): Promise<void> {
  await scene.server.start()
  await scene.settled()
  expect(await scene.faults(database.url)).toEqual([])
}

test('killed before the commit reaches Postgres: nothing is there, and the publisher’s second try stores it', async () => {
  const stop = proxy.stopAt('request', isCommit)
  const publishing = scene.publisher.publish()
  await stop.reached
  await scene.kill()
  stop.cut()
  expect(scene.ledger.confirmed.has('m-1')).toBe(false)
  expect(scene.ledger.seen.map(({ id }) => id)).toEqual(['m-0'])
  expect(await stored()).toEqual(['m-0'])
  await restartAndSettle()
  await publishing
  expect(scene.publisher.duplicates).toEqual(new Set())
  expect(await stored()).toEqual(['m-0', 'm-1'])
})

test('killed in the middle of the commit: it is rolled back, and nothing of it was dispatched', async () => {
  const stop = proxy.stopAt('commit', isCommit)
  const publishing = scene.publisher.publish()
  await stop.reached
  await scene.kill()
  stop.cut()
  expect(scene.ledger.confirmed.has('m-1')).toBe(false)
  expect(scene.ledger.seen.map(({ id }) => id)).toEqual(['m-0'])
  await restartAndSettle()
  await publishing
  expect(await stored()).toEqual(['m-0', 'm-1'])
})

test('killed after the commit and before the confirm: the second try is answered with the first seq', async () => {
  const stop = proxy.stopAt('response', isCommit)
  const publishing = scene.publisher.publish()
  await stop.reached
  expect(await stored()).toEqual(['m-0', 'm-1'])
  await scene.kill()
  stop.cut()
  await restartAndSettle()
  await publishing
  expect(scene.publisher.duplicates).toEqual(new Set(['m-1']))
  expect(await stored()).toEqual(['m-0', 'm-1'])
})

test('killed before acknowledgements are written: what they were for comes again', async () => {
  await scene.publisher.publish()
  await scene.ledger.untilDeliveries(2)
  // The next commit carries the acknowledgement of that message.
  const stop = proxy.stopAt('request', isCommit)
  await stop.reached
  await scene.kill()
  stop.cut()
  const before = scene.ledger.seen.length
  await scene.server.start()
  await scene.ledger.untilDeliveries(before + 1)
  expect(scene.ledger.seen.at(-1)).toMatchObject({ id: 'm-1', seq: scene.ledger.confirmed.get('m-1') })
  await scene.settled()
  expect(await scene.faults(database.url)).toEqual([])
})

test('the connection breaks during COMMIT and nobody dies: stored once, confirmed once, dispatched after it', async () => {
  const stop = proxy.stopAt('response', isCommit)
  const publishing = scene.publisher.publish()
  await stop.reached
  stop.cut()
  await publishing
  await scene.settled()
  expect(await stored()).toEqual(['m-0', 'm-1'])
  expect(await scene.faults(database.url)).toEqual([])
  expect(scene.ledger.seen.map(({ id }) => id)).toEqual(['m-0', 'm-1'])
})

test('every connection to Postgres is cut under load: the broker goes on by itself', async () => {
  scene.publisher.load(64)
  for (const confirmed of [300, 600, 900]) {
    await scene.ledger.untilConfirmed(confirmed)
    proxy.cutAll()
  }
  await scene.ledger.untilConfirmed(1_200)
  await scene.settled()
  expect(await scene.faults(database.url)).toEqual([])
})

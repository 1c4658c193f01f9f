import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Client, connect } from '../../../lib/client/index.ts'
import type { LogLine } from '../log-lines.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { TestServer } from '../server.ts'
import { Scene } from './scene.ts'

let database: TestDatabase
let owner: TestServer
let successor: TestServer
let scene: Scene
let client: Client

const isReady = (line: LogLine) => line.event === 'ready'
const standsBy = (line: LogLine) => String(line.msg).includes('stands by')

beforeEach(async () => {
  database = await createDatabase()
  const env = { DATABASE_URL: database.url }
  owner = await TestServer.start({ env })
  successor = TestServer.create({ env })
  const standing = successor.log.next(standsBy)
  successor.launch()
  await standing
  scene = new Scene(owner, successor)
  client = connect([owner.url, successor.url], { client: 'sdk' })
})

afterEach(async () => {
  await client.close({ timeoutMs: 0 })
  await scene.dispose()
  await successor.dispose()
  await database.drop()
})

/** Everybody publishes and consumes; then this happens to the owner, and everybody goes on with the other one. */
async function takeOver(happens: () => unknown): Promise<void> {
  const got: unknown[] = []
  let both = (): void => undefined
  const gotBoth = new Promise<void>((resolve) => {
    both = resolve
  })
  await client.subscribe('sdk', { name: 'reader' }, ({ payload }) => {
    if (got.push(payload) === 2) both()
  })
  await client.publish({ queue: 'sdk', event: 'sent', payload: 'before' })
  scene.publisher.load(64)
  await scene.ledger.untilConfirmed(300)
  const ready = successor.log.next(isReady)
  await happens()
  await ready
  await client.publish({ queue: 'sdk', event: 'sent', payload: 'after' })
  await gotBoth
  await scene.ledger.untilConfirmed(scene.ledger.confirmed.size + 300)
  await scene.settled()
  expect(await scene.faults(database.url)).toEqual([])
  expect(got).toEqual(['before', 'after'])
}

test('a second process serves nothing but the reason why', async () => {
  const health = await fetch(`${successor.url}/api/health`)
  expect([health.status, await health.json()]).toMatchObject([503, { status: 'standby' }])
  const publish = await fetch(`${successor.url}/api/queues/orders/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ event: 'created' }),
  })
  expect([publish.status, await publish.json()]).toMatchObject([503, { error: { code: 'E_BUSY', retryable: true } }])
  expect((await fetch(`${successor.url}/socket.io/?EIO=4&transport=polling`)).status).toBe(503)
  expect((await fetch(`${owner.url}/api/health`)).status).toBe(200)
})

test('the owner says goodbye: the other one takes over, and clients that know both go on', async () => {
  await takeOver(async () => expect(await owner.stop()).toBe(0))
  expect((await fetch(`${successor.url}/api/health`)).status).toBe(200)
})

test('the owner is killed: the other one takes over, and clients that know both go on', async () => {
  await takeOver(() => owner.kill())
})

test('the owner is frozen: the other one takes over, clients go on, and when it wakes up it exits', async () => {
  await takeOver(() => owner.freeze())
  const ended = owner.ended()
  owner.thaw()
  expect(await ended).toBe(1)
  await scene.settled()
  expect(await scene.faults(database.url)).toEqual([])
})

test('one that stands by leaves the embedded Postgres to its owner when it ends', async () => {
  const first = await TestServer.start()
  const second = TestServer.create({ env: { DATA_DIR: first.dataDir } })
  const standing = second.log.next(standsBy)
  second.launch()
  await standing
  const postgres = first.postgresPid()
  expect(await second.stop()).toBe(0)
  expect(first.postgresPid()).toBe(postgres)
  expect((await fetch(`${first.url}/api/health`)).status).toBe(200)
  await first.dispose()
})

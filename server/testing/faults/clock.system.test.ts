import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { TestServer } from '../server.ts'
import { type Peer, Peers } from './peer.ts'
import { WallClock } from './wall-clock.ts'

const hour = 3_600_000
/** Much longer than a test, much shorter than the jump. */
const minute = 60_000

let database: TestDatabase
let clock: WallClock
let server: TestServer
let peers: Peers
let peer: Peer

beforeEach(async () => {
  database = await createDatabase()
  clock = new WallClock()
  server = await TestServer.start({ env: { DATABASE_URL: database.url, ...clock.env } })
  peers = new Peers(server)
  peer = await peers.join('orders')
  await peer.ask('subscribe', { name: 'billing', from: 'start' })
})

afterEach(async () => {
  peers.leave()
  await server.dispose()
  clock.dispose()
  await database.drop()
})

const publish = (id: string, more: object = {}) => peer.ask('publish', { event: 'created', id, ...more })

test.each([
  ['forward', hour],
  ['back', -hour],
])('the wall clock jumps an hour %s: no deadline passes, nothing expires, and times go on', async (_way, jump) => {
  await publish('held')
  await publish('mortal', { ttlMs: minute })
  const [held, mortal] = [await peer.next(), await peer.next()]
  const before = Date.parse(held.message.publishedAt)
  await clock.jump(server, jump)
  // A retry after some time of the broker's own: it comes, and the message's time to live is not over.
  mortal.ack({ nack: true, delayMs: 1_500 })
  expect((await peer.next()).message).toMatchObject({ id: 'mortal', attempt: 2 })
  expect(await publish('after')).toMatchObject({ ok: true, seq: 3 })
  const after = await peer.next()
  expect(Math.abs(Date.parse(after.message.publishedAt) - before)).toBeLessThan(minute)
  expect(await publish('held')).toMatchObject({ ok: true, seq: 1, duplicate: true })
  // Its deadline has not passed: it is still held, and nobody got it again.
  expect(await peer.ask('settle', { name: 'billing', acked: [[1, 3]] })).toMatchObject({ settled: 3 })
  expect(peer.all).toHaveLength(4)
})

test('the wall clock jumps a day forward: the log does not grow old with it', async () => {
  await publish('before')
  await clock.jump(server, 24 * hour)
  for (let n = 1; n <= 5; n += 1) expect(await publish(`after-${n}`)).toMatchObject({ ok: true })
  expect(await database.query('SELECT DISTINCT segment FROM message')).toEqual([{ segment: 1 }])
})

test('a restart an hour back: no time goes back, no seq is used twice, and duplicates are known', async () => {
  await publish('first')
  const first = await peer.next()
  peers.leave()
  clock.set(-hour)
  await server.restart()
  peer = await peers.join('orders')
  await peer.ask('subscribe', { name: 'billing' })
  expect(await publish('first')).toMatchObject({ seq: 1, duplicate: true })
  expect(await publish('second')).toMatchObject({ seq: 2 })
  const [again, second] = [await peer.next(), await peer.next()]
  expect(again.message).toMatchObject({ id: 'first', attempt: 2, publishedAt: first.message.publishedAt })
  expect(Date.parse(second.message.publishedAt)).toBeGreaterThanOrEqual(Date.parse(first.message.publishedAt))
})

import { afterEach, expect, test } from 'vitest'
import { connect, type LinkState } from '../../../lib/client/index.ts'
import { startServer } from '../../transport/testing/server.ts'
import { Collected, upTo, World } from './harness.ts'

let world: World

afterEach(() => world.stop())

/** Random, but the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

test.each([1, 2, 3, 4])('cut at random frames, nothing is lost, doubled or out of order (seed %i)', async (seed) => {
  world = await World.start()
  const random = randomFrom(seed)
  const cuttable = /"(publish|results|subscribe|startSeq|messages|settle|settled)"/
  world.proxy.judge = (_direction, text) => cuttable.test(text) && world.proxy.connections < 30 && random() < 0.15
  const got = new Collected<unknown>()
  const consumer = world.client()
  await consumer.subscribe('orders', { name: 'billing', from: 'start' }, async ({ payload }) => got.add(payload))
  const publisher = world.client()
  for (const n of upTo(40)) {
    const payloads = upTo(5).map((i) => (n - 1) * 5 + i)
    const all = payloads.map((payload) => publisher.publish({ queue: 'orders', event: 'created', payload }))
    // Every other burst is not waited for, so that batches of both kinds are cut.
    if (n % 2 === 0) await Promise.all(all)
  }
  await got.reached(200)
  expect(got.all).toEqual(upTo(200))
  expect(world.stored('orders')).toEqual(upTo(200))
  expect(world.proxy.connections).toBeGreaterThan(10)
})

test('a connection that ends before its handshake is made again at once, the first one and later ones', async () => {
  world = await World.start()
  world.proxy.judge = (_direction, text) => text.startsWith('0{') && [1, 3].includes(world.proxy.connections)
  const client = world.client()
  expect(await client.publish({ queue: 'orders', event: 'created' })).toMatchObject({ seq: 1 })
  world.proxy.cut()
  expect(await client.publish({ queue: 'orders', event: 'created' })).toMatchObject({ seq: 2 })
  expect(world.proxy.connections).toBe(4)
})

test('a broker that restarts is found again, and everything goes on', async () => {
  world = await World.start()
  const states = new Collected<LinkState>()
  const got = new Collected<unknown>()
  const client = world.steady({ onState: (state) => states.add(state) })
  await client.subscribe('orders', { name: 'billing' }, ({ payload }) => got.add(payload))
  await client.publish({ queue: 'orders', event: 'created', payload: 1 })
  await got.reached(1)
  await world.server.stop()
  const second = client.publish({ queue: 'orders', event: 'created', payload: 2 })
  const again = await startServer({ log: world.server.log, port: world.server.port })
  expect(await second).toMatchObject({ seq: 2 })
  await got.reached(2)
  expect(got.all).toEqual([1, 2])
  expect(states.all).toEqual(['connected', 'reconnecting', 'connected'])
  await client.close()
  await again.stop()
})

test('after closing the client stays away for as long as it was told', async () => {
  world = await World.start()
  const client = world.client()
  await client.publish({ queue: 'orders', event: 'created' })
  const told = world.proxy.seen('down', '"closing"')
  world.server.transport.closing(300)
  await told
  const from = performance.now()
  world.proxy.cut()
  await world.proxy.connected(2)
  expect(performance.now() - from).toBeGreaterThan(290)
})

test('a wrong token ends it: everything rejects, nothing is tried again', async () => {
  world = await World.start({ token: 'right' })
  const states = new Collected<LinkState>()
  const client = world.client({ token: 'wrong', onState: (state) => states.add(state) })
  const published = client.publish({ queue: 'orders', event: 'created' })
  const subscribed = client.subscribe('orders', { name: 'billing' }, () => {})
  await expect(published).rejects.toMatchObject({ code: 'E_AUTH', uncertain: false })
  await expect(subscribed).rejects.toMatchObject({ code: 'E_AUTH' })
  await expect(client.publish({ queue: 'orders', event: 'created' })).rejects.toMatchObject({ code: 'E_AUTH' })
  expect(states.all).toEqual(['refused'])
  expect(world.proxy.connections).toBe(1)
})

test('a token is asked for again at each connection', async () => {
  world = await World.start({ token: 'right' })
  let asked = 0
  const client = world.client({
    token: async () => {
      asked += 1
      return 'right'
    },
  })
  await client.publish({ queue: 'orders', event: 'created' })
  world.proxy.cut()
  await client.publish({ queue: 'orders', event: 'created' })
  expect(asked).toBe(2)
})

test('it speaks over polling where that is all there is', async () => {
  world = await World.start()
  const got = new Collected<unknown>()
  const client = connect(world.server.url, { socket: { transports: ['polling'] } })
  await client.subscribe('orders', { name: 'billing' }, ({ payload }) => got.add(payload))
  await client.publish({ queue: 'orders', event: 'created', payload: 'ü\u2028"' })
  await got.reached(1)
  await client.close()
  expect(got.all).toEqual(['ü\u2028"'])
})

test('a queue is left when nobody needs it any more, and joined again', async () => {
  world = await World.start()
  const client = world.client()
  const left = world.proxy.seen('up', '41/orders')
  const first = await client.subscribe('orders', { name: 'billing' }, () => {})
  await first.close()
  await left
  const got = new Collected<unknown>()
  await client.subscribe('orders', { name: 'billing' }, ({ payload }) => got.add(payload))
  await client.publish({ queue: 'orders', event: 'created', payload: 1 })
  await got.reached(1)
})

test('with its queue every subscription ends, named or in real time', async () => {
  world = await World.start()
  const ended = new Collected<string>()
  const client = world.client()
  const one = (name: string, options: object) =>
    client.subscribe(
      'orders',
      { ...options, onState: (state) => state !== 'active' && ended.add(`${name} ${state}`) },
      () => {},
    )
  await Promise.all([one('durable', { name: 'billing' }), one('all', {}), one('some', { events: ['created'] })])
  await world.server.broker.deleteQueue('orders')
  await ended.reached(3)
  expect(ended.all.sort()).toEqual(['all deleted', 'durable deleted', 'some deleted'])
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { PublishError } from '../../../lib/client/index.ts'
import { Collected, upTo, World } from './harness.ts'

let world: World

beforeEach(async () => {
  world = await World.start()
})

afterEach(() => world.stop())

/** Where the connection breaks around a publish. `results` stands in the answer. */
const CUTS = [
  ['before it reaches the broker', 'up', '"publish"', 'cutBefore'],
  ['before the confirm comes back', 'down', '"results"', 'cutBefore'],
  ['right after the confirm', 'down', '"results"', 'cutAfter'],
] as const

test.each(CUTS)('a publish whose connection breaks %s is stored once, in order', async (_, direction, frame, cut) => {
  const client = world.client()
  const broken = world.proxy[cut](direction, frame, 2)
  const confirmed: (number | null)[] = []
  for (const n of upTo(4)) {
    // Two of each, so that a batch is cut and not a message.
    const both = [n * 2 - 1, n * 2].map((payload) => client.publish({ queue: 'orders', event: 'created', payload }))
    for (const { seq } of await Promise.all(both)) confirmed.push(seq)
  }
  await broken
  expect(world.stored('orders')).toEqual(upTo(8))
  expect(confirmed).toEqual(upTo(8))
  expect(world.proxy.connections).toBe(2)
})

test('what was stored before the connection broke is confirmed as a duplicate', async () => {
  const client = world.client()
  void world.proxy.cutBefore('down', '"results"')
  expect(await client.publish({ queue: 'orders', event: 'created' })).toMatchObject({ seq: 1, duplicate: true })
})

test('publishes before the first connection wait for it', async () => {
  const client = world.client()
  expect(client.state).toBe('connecting')
  await Promise.all(upTo(1_200).map((payload) => client.publish({ queue: 'orders', event: 'created', payload })))
  expect(world.stored('orders')).toEqual(upTo(1_200))
})

test.each(CUTS)('a delayed publish whose connection breaks %s is kept once', async (_, direction, frame, cut) => {
  const client = world.client()
  const broken = world.proxy[cut](direction, frame)
  const confirm = await client.publish({ queue: 'orders', event: 'created', delayMs: 3_600_000 })
  expect(confirm).toMatchObject({ ok: true, id: expect.any(String), seq: null, dueAt: expect.stringMatching(/Z$/) })
  await client.publish({ queue: 'orders', event: 'created', payload: 'now' })
  await broken
  expect(world.server.broker.queue('orders')).toMatchObject({ scheduled: 1 })
  expect(world.stored('orders')).toEqual(['now'])
})

test('a full queue holds its publishes back until it has room, and no other queue', async () => {
  const client = world.client()
  await world.server.broker.createQueue('full', { maxBytes: 1_024 })
  const large = { queue: 'full', event: 'created', payload: 'x'.repeat(600) }
  await client.publish(large)
  const waiting = client.publish(large)
  await client.publish({ queue: 'orders', event: 'created' })
  await world.server.broker.purge('full', {})
  expect(await waiting).toMatchObject({ seq: 2 })
})

test.each(CUTS.slice(0, 2))('a real-time publish that breaks %s rejects and is not sent again', async (...place) => {
  const [, direction, frame, cut] = place
  const got = new Collected<unknown>()
  await world.steady().subscribe('prices', {}, (message) => got.add(message.payload))
  const client = world.client()
  await client.publish({ queue: 'prices', event: 'changed', payload: 'first', delivery: 'realtime' })
  void world.proxy[cut](direction, frame)
  const lost = client.publish({ queue: 'prices', event: 'changed', payload: 'lost', delivery: 'realtime' })
  await expect(lost).rejects.toMatchObject({ code: 'E_DISCONNECTED', uncertain: true })
  await client.publish({ queue: 'prices', event: 'changed', payload: 'last', delivery: 'realtime' })
  await got.reached(direction === 'up' ? 2 : 3)
  expect(got.all).toEqual(direction === 'up' ? ['first', 'last'] : ['first', 'lost', 'last'])
})

test('a refusal is a rejected promise with the code and the field', async () => {
  const client = world.client()
  const refused = client.publish({ queue: 'no queue', event: 'created' })
  await expect(refused).rejects.toBeInstanceOf(PublishError)
  await expect(refused).rejects.toMatchObject({ code: 'E_NAME', field: 'queue', retryable: false, uncertain: false })
})

test('a payload that is too large rejects and leaves the connection alone', async () => {
  const client = world.client()
  await client.publish({ queue: 'orders', event: 'created', payload: 1 })
  const large = client.publish({ queue: 'orders', event: 'created', payload: 'x'.repeat(300_000) })
  await expect(large).rejects.toMatchObject({ code: 'E_TOO_LARGE', field: 'payload' })
  await client.publish({ queue: 'orders', event: 'created', payload: 2 })
  expect(world.proxy.connections).toBe(1)
})

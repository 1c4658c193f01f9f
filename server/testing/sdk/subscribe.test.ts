import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Message, Nack, type SubscriptionState } from '../../../lib/client/index.ts'
import { Collected, upTo, World } from './harness.ts'

let world: World

beforeEach(async () => {
  world = await World.start()
})

afterEach(() => world.stop())

async function publishAll(count: number): Promise<void> {
  const publisher = world.steady()
  await Promise.all(upTo(count).map((payload) => publisher.publish({ queue: 'orders', event: 'created', payload })))
}

function billing() {
  return world.server.broker.subscription('orders', 'billing')
}

/** Where the connection breaks while messages are handled. `"settled"` stands in the answer to a settlement. */
const CUTS = [
  ['before the broker hears of the subscribe', 'up', '"subscribe"', 'cutBefore', 1],
  ['before the answer to the subscribe', 'down', '"startSeq"', 'cutBefore', 1],
  ['before the messages arrive', 'down', '"messages"', 'cutBefore', 1],
  ['right after the messages arrived', 'down', '"messages"', 'cutAfter', 1],
  ['before a settlement reaches the broker', 'up', '"settle"', 'cutBefore', 2],
  ['before a settlement is confirmed', 'down', '"settled"', 'cutBefore', 1],
  ['right after a settlement is confirmed', 'down', '"settled"', 'cutAfter', 1],
] as const

test.each(CUTS)('cut %s, every message is handled once, in order', async (_, direction, frame, cut, nth) => {
  await publishAll(10)
  const broken = world.proxy[cut](direction, frame, nth)
  const got = new Collected<unknown>()
  const client = world.client()
  await client.subscribe('orders', { name: 'billing', from: 'start' }, async (message) => got.add(message.payload))
  await Promise.all([broken, got.reached(10), world.proxy.connected(2)])
  await world.until(() => billing().floor === 10)
  await client.close()
  expect(got.all).toEqual(upTo(10))
  expect(billing()).toMatchObject({ pending: 0, inFlight: 0, retrying: 0, dead: 0 })
})

test('cut in the middle of a handler, the message is not handled twice', async () => {
  await publishAll(3)
  const started = new Collected<Message>()
  const again = new Collected<SubscriptionState>()
  let finish = () => {}
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  const aborted = new Collected<boolean>()
  const client = world.client()
  const options = { name: 'billing', from: 'start', onState: (state: SubscriptionState) => again.add(state) } as const
  await client.subscribe('orders', options, async (message, { signal }) => {
    started.add(message)
    signal.addEventListener('abort', () => aborted.add(true))
    await held
  })
  await started.reached(1)
  const backAgain = world.proxy.seen('down', '"messages"')
  world.proxy.cut()
  await Promise.all([aborted.reached(1), again.reached(3), backAgain])
  expect(again.all).toEqual(['active', 'detached', 'active'])
  finish()
  await started.reached(3)
  await client.close()
  expect(started.all.map(({ payload, attempt }) => [payload, attempt])).toEqual([
    [1, 1],
    [2, 2],
    [3, 2],
  ])
  expect(billing()).toMatchObject({ pending: 0, inFlight: 0, retrying: 0, dead: 0 })
})

test('what a handler throws comes again; a dead letter does not', async () => {
  await publishAll(2)
  const got = new Collected<[unknown, number]>()
  const client = world.client()
  await client.subscribe('orders', { name: 'billing', from: 'start' }, ({ payload, attempt }) => {
    got.add([payload, attempt])
    if (payload === 1) throw new Nack('malformed', { dead: true })
    if (attempt === 1) throw new Nack('not yet', { delayMs: 0 })
  })
  await got.reached(3)
  await client.close()
  expect(got.all).toEqual([
    [1, 1],
    [2, 1],
    [2, 2],
  ])
  expect(world.server.log.letters).toMatchObject([{ reason: 'malformed', seq: 1 }])
})

test('a handler that takes longer than the ack deadline keeps its message, and those behind it', async () => {
  await publishAll(2)
  const got = new Collected<number>()
  const extended = world.proxy.seen('up', '"extend"', 3)
  const client = world.client()
  await client.subscribe('orders', { name: 'billing', from: 'start', ackDeadlineMs: 1_000 }, async ({ attempt }) => {
    got.add(attempt)
    // Three half-times: half as long again as the deadline.
    await extended
  })
  await got.reached(2)
  await client.close()
  expect(got.all).toEqual([1, 1])
  expect(billing()).toMatchObject({ pending: 0, inFlight: 0, retrying: 0 })
})

test('a deadline that the subscription had before is learned from the broker', async () => {
  const client = world.client()
  const first = await client.subscribe('orders', { name: 'billing', ackDeadlineMs: 1_000 }, () => {})
  await first.close()
  const got = new Collected<number>()
  const extended = world.proxy.seen('up', '"extend"', 3)
  await client.subscribe('orders', { name: 'billing' }, async ({ attempt }) => {
    got.add(attempt)
    await extended
  })
  await publishAll(1)
  await got.reached(1)
  await extended
  await client.close()
  expect(got.all).toEqual([1])
})

test('closing finishes what runs, confirms it, and gives back what waits', async () => {
  await publishAll(3)
  const got = new Collected<unknown>()
  let finish = () => {}
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  const client = world.client()
  await client.subscribe('orders', { name: 'billing', from: 'start' }, async ({ payload }) => {
    got.add(payload)
    await held
    await client.publish({ queue: 'invoices', event: 'made', payload })
  })
  await got.reached(1)
  const closed = client.close()
  await expect(client.subscribe('orders', { name: 'late' }, () => {})).rejects.toMatchObject({ code: 'E_CLOSED' })
  finish()
  await closed
  expect(client.state).toBe('closed')
  expect(world.stored('invoices')).toEqual([1])
  await expect(client.publish({ queue: 'orders', event: 'created' })).rejects.toMatchObject({ code: 'E_CLOSED' })
  const rest = new Collected<unknown>()
  await world.steady().subscribe('orders', { name: 'billing' }, ({ payload }) => rest.add(payload))
  await rest.reached(2)
  expect(got.all).toEqual([1])
  expect(rest.all).toEqual([2, 3])
})

test('a close that takes too long gives up', async () => {
  await publishAll(1)
  const got = new Collected<unknown>()
  const client = world.client()
  await client.subscribe('orders', { name: 'billing', from: 'start' }, ({ payload }) => {
    got.add(payload)
    return new Promise(() => {})
  })
  await got.reached(1)
  await client.close({ timeoutMs: 1 })
  expect(client.state).toBe('closed')
})

test('a subscription that was deleted ends, and is not made again by a reconnect', async () => {
  const states = new Collected<SubscriptionState>()
  const client = world.client()
  const subscription = await client.subscribe('orders', { name: 'billing', onState: (s) => states.add(s) }, () => {})
  await world.server.broker.deleteSubscription('orders', 'billing')
  await states.reached(2)
  expect(states.all).toEqual(['active', 'deleted'])
  expect(subscription.state).toBe('deleted')
  world.proxy.cut()
  await client.publish({ queue: 'orders', event: 'created' })
  expect(world.server.broker.subscriptions('orders')).toEqual([])
})

test('deleting ends it at the broker', async () => {
  const client = world.client()
  const subscription = await client.subscribe('orders', { name: 'billing' }, () => {})
  await subscription.delete()
  expect(subscription.state).toBe('deleted')
  expect(world.server.broker.subscriptions('orders')).toEqual([])
})

test('options that differ from the subscription that exists are refused', async () => {
  const client = world.client()
  await client.subscribe('orders', { name: 'billing', events: ['created'] }, () => {})
  const other = world.steady().subscribe('orders', { name: 'billing', events: ['deleted'] }, () => {})
  await expect(other).rejects.toMatchObject({ code: 'E_CONFLICT' })
  const twice = client.subscribe('orders', { name: 'billing' }, () => {})
  await expect(twice).rejects.toMatchObject({ code: 'E_CONFLICT', field: 'name' })
})

test('real-time subscriptions of one queue pick their events, and one leaves without the other', async () => {
  const all = new Collected<unknown>()
  const created = new Collected<unknown>()
  const client = world.client()
  const everything = await client.subscribe('orders', {}, ({ event }) => all.add(event))
  await client.subscribe('orders', { events: ['created'] }, ({ event }) => created.add(event))
  const publisher = world.steady()
  await publisher.publish({ queue: 'orders', event: 'created' })
  await publisher.publish({ queue: 'orders', event: 'deleted' })
  await all.reached(2)
  await everything.close()
  await publisher.publish({ queue: 'orders', event: 'deleted' })
  await publisher.publish({ queue: 'orders', event: 'created' })
  await created.reached(2)
  expect(all.all).toEqual(['created', 'deleted'])
  expect(created.all).toEqual(['created', 'created'])
})

test('a real-time subscription is back after a broken connection', async () => {
  const got = new Collected<unknown>()
  const states = new Collected<SubscriptionState>()
  await world.client().subscribe('orders', { onState: (state) => states.add(state) }, ({ payload }) => got.add(payload))
  world.proxy.cut()
  await states.reached(3)
  await world.steady().publish({ queue: 'orders', event: 'created', payload: 'after' })
  await got.reached(1)
  expect(states.all).toEqual(['active', 'detached', 'active'])
  expect(got.all).toEqual(['after'])
})

test('a real-time handler that throws is told to onError and stops nothing', async () => {
  const errors = new Collected<unknown>()
  await world.client({ onError: (error) => errors.add(error) }).subscribe('orders', {}, async ({ payload }) => {
    throw new Error(`no ${payload}`)
  })
  const publisher = world.steady()
  await publisher.publish({ queue: 'orders', event: 'created', payload: 1 })
  await publisher.publish({ queue: 'orders', event: 'created', payload: 2 })
  await errors.reached(2)
  expect(errors.all.map(String)).toEqual(['Error: no 1', 'Error: no 2'])
})

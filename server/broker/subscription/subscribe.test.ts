import { expect, test } from 'vitest'
import { BrokerError } from '../errors.ts'
import { StorageError } from '../ports.ts'
import { Harness } from '../testing/harness.ts'

test('what is under way when a subscription begins is not pending for it, also after a crash', async () => {
  const h = await new Harness().start()
  const open = h.memory.hold()
  h.send({ queue: 'orders' })
  await h.clock.settle()
  const { link, outlet } = h.client()
  const subscribed = h.broker.subscribe(link, outlet, { queue: 'orders', name: 'billing' })
  open()
  await h.clock.settle()
  expect((await subscribed).startSeq).toBe(2)
  await h.crash()
  expect(h.broker.subscription('orders', 'billing').pending).toBe(0)
})

test('begins at a seq whose commit failed: after a restart that is given to a message published later', async () => {
  const h = await new Harness().start()
  await h.publish({ queue: 'orders' })
  h.memory.inject({ kind: 'fail', error: new StorageError('no room', false) })
  h.send({ queue: 'orders' })
  await h.clock.advance(1_000)
  const { link, outlet } = h.client()
  const subscribed = h.broker.subscribe(link, outlet, { queue: 'orders', name: 'billing' })
  await h.clock.settle()
  expect((await subscribed).startSeq).toBe(2)
  await h.crash()
  expect(await h.publish({ queue: 'orders' })).toMatchObject({ kind: 'stored', seq: 2 })
  const consumer = await h.consumer({ queue: 'orders', name: 'billing' })
  expect(consumer.outlet.seqs).toEqual([2])
})

test('a log that cannot be read refuses a place that it would have to look up', async () => {
  const h = await new Harness().start()
  await h.publish({ queue: 'orders' })
  h.memory.seqAt = () => Promise.reject(new StorageError('gone', true))
  const { link, outlet } = h.client()
  const from = { time: h.clock.now() }
  const subscribed = h.broker.subscribe(link, outlet, { queue: 'orders', name: 'billing', from })
  await expect(subscribed).rejects.toBeInstanceOf(BrokerError)
  await expect(subscribed).rejects.toMatchObject({ code: 'E_STORAGE', retryAfterMs: 1_000 })
})

test('a log that cannot be read refuses a place that it would have to count to, but not a change', async () => {
  const h = await new Harness().start()
  for (let i = 0; i < 4; i++) await h.publish({ queue: 'orders', event: i < 2 ? 'created' : 'deleted' })
  const { link, outlet } = await h.consumer({ queue: 'orders', name: 'shipping', events: ['created'], credit: 1 })
  h.memory.read = () => Promise.reject(new StorageError('gone', true))
  const input = { queue: 'orders', name: 'billing', from: { seq: 2 } }
  await expect(h.broker.subscribe(link, outlet, input)).rejects.toMatchObject({ code: 'E_STORAGE' })
  const change = h.broker.subscribe(link, outlet, {
    queue: 'orders',
    name: 'shipping',
    events: ['deleted'],
    update: true,
  })
  await h.clock.settle()
  expect((await change).events).toEqual(['deleted'])
})

import { expect, it } from 'vitest'
import { AttentionPage } from '../../../lib/api.ts'
import { Bench } from '../testing/bench.ts'

const kinds = async (bench: Bench) => {
  const { items } = AttentionPage.parse((await bench.ask('/attention')).body)
  return items.map(({ kind, queue, subscription }) => [kind, queue, subscription])
}

it('is empty where nothing needs a hand', async () => {
  const bench = await Bench.start()
  await bench.consumer('billing')
  await bench.publish()
  expect((await bench.ask('/attention')).body).toEqual({ items: [], nextCursor: null, total: 0 })
})

it('tells a paused queue once, not each of its subscriptions', async () => {
  const bench = await Bench.start()
  await bench.consumer('billing')
  await bench.ask('/queues/orders/pause', { method: 'POST' })
  await bench.publish()
  const { body } = await bench.ask('/attention')
  expect(body).toMatchObject({ items: [{ kind: 'paused', queue: 'orders', subscription: null, pending: 1 }], total: 1 })
})

it('tells who nobody is connected for, since when, and when it goes', async () => {
  const bench = await Bench.start()
  const consumer = await bench.consumer('billing')
  const left = bench.clock.now()
  bench.broker.disconnect(consumer)
  await bench.publish()
  const week = 7 * 24 * 3_600_000
  const { body } = await bench.ask('/attention')
  expect(body).toMatchObject({
    items: [
      {
        kind: 'nobody',
        subscription: 'billing',
        since: new Date(left).toISOString(),
        expiresAt: new Date(left + week).toISOString(),
        pending: 1,
        consumers: 0,
      },
    ],
  })
})

it('tells who has held a message for over half of its deadline', async () => {
  const bench = await Bench.start()
  const consumer = await bench.consumer('billing')
  await bench.publish()
  await consumer.arrived(1)
  bench.clock.pass(14_000)
  expect(await kinds(bench)).toEqual([])
  bench.clock.pass(2_000)
  const { body } = await bench.ask('/attention')
  expect(body).toMatchObject({
    items: [{ kind: 'slow', holder: { client: 'billing-1', sinceMs: 16_000 }, ackDeadlineMs: 30_000, inFlight: 1 }],
  })
})

it('tells who falls behind: something has waited for a minute though somebody is connected', async () => {
  const bench = await Bench.start()
  await bench.consumer('billing', { credit: 1, ackDeadlineMs: 600_000 })
  for (let at = 0; at < 3; at += 1) await bench.publish()
  bench.clock.pass(59_000)
  expect(await kinds(bench)).toEqual([])
  bench.clock.pass(2_000)
  expect(await kinds(bench)).toEqual([['behind', 'orders', 'billing']])
})

it('tells dead letters before all that only waits, and is asked for one kind', async () => {
  const bench = await Bench.start()
  const consumer = await bench.consumer('billing')
  const seq = await bench.publish()
  await consumer.arrived(1)
  await bench.ask('/queues', { body: { name: 'reports' } })
  await bench.ask('/queues/reports/pause', { method: 'POST' })
  const given = { action: 'dead', reason: 'card declined' }
  expect((await bench.ask(`/queues/orders/messages/${seq}/deliveries/billing`, { body: given })).status).toBe(200)
  expect(await kinds(bench)).toEqual([
    ['dead', 'orders', 'billing'],
    ['paused', 'reports', null],
  ])
  const one = await bench.ask('/attention?kind=paused')
  expect(one.body).toMatchObject({ total: 1, items: [{ queue: 'reports' }] })
  const first = AttentionPage.parse((await bench.ask('/attention?limit=1')).body)
  const second = await bench.ask(`/attention?limit=1&cursor=${first.nextCursor}`)
  expect(second.body).toMatchObject({ total: 2, items: [{ kind: 'paused' }], nextCursor: null })
})

it('tells a queue that is full', async () => {
  const bench = await Bench.start()
  await bench.ask('/queues', { body: { name: 'orders', settings: { maxBytes: 1_024 } } })
  const sent = await bench.ask('/queues/orders/messages', { body: { event: 'created', payload: 'x'.repeat(900) } })
  expect(sent.status).toBe(200)
  const { body } = await bench.ask('/attention')
  expect(body).toMatchObject({
    items: [{ kind: expect.stringMatching(/full|size/), queue: 'orders', maxBytes: 1_024 }],
  })
})

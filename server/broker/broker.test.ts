import { describe, expect, it } from 'vitest'
import { Harness } from './testing/harness.ts'

describe('publish, deliver, ack', () => {
  it('delivers a queued message and forgets it once it is acknowledged', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ queue: 'orders', name: 'billing' })
    expect(await h.publish({ queue: 'orders' })).toMatchObject({ kind: 'stored', seq: 1, duplicate: false })
    expect(outlet.seqs).toEqual([1])
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ inFlight: 1, pending: 0, floor: 0 })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.advance(300)
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ inFlight: 0, pending: 0, floor: 1 })
    await h.crash()
    await h.consumer({ queue: 'orders', name: 'billing' })
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ inFlight: 0, floor: 1, upto: 1 })
  })

  it('sends real-time messages at once, and queued ones after their commit, to real-time subscribers', async () => {
    const h = await new Harness().start()
    const { link, outlet } = h.client('ui')
    await h.broker.subscribeRealtime(link, outlet, 'orders', ['created'])
    expect(await h.publish({ queue: 'orders', delivery: 'realtime' })).toMatchObject({ kind: 'sent', recipients: 1 })
    await h.publish({ queue: 'orders' })
    await h.publish({ queue: 'orders', event: 'deleted' })
    expect(outlet.messages.map((message) => message.seq)).toEqual([null, 1])
  })

  it('catches up with what was published while nobody was connected, in order', async () => {
    const h = await new Harness().start()
    const first = await h.consumer({ queue: 'orders', name: 'billing', credit: 2 })
    h.broker.disconnect(first.link)
    for (let i = 0; i < 5; i++) await h.publish({ queue: 'orders' })
    const second = await h.consumer({ queue: 'orders', name: 'billing', credit: 2 })
    expect(second.outlet.seqs).toEqual([1, 2])
    h.broker.ack(second.link, 'orders', 'billing', 1, 1)
    h.broker.ack(second.link, 'orders', 'billing', 2, 1)
    await h.clock.settle()
    expect(second.outlet.seqs).toEqual([1, 2, 3, 4])
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ pending: 1, inFlight: 2, state: 'catchingUp' })
  })
})

it('counts what it delivered in real time apart from what it delivered in all', async () => {
  const h = await new Harness().start()
  await h.consumer({ queue: 'orders', name: 'billing' })
  const ui = h.client('ui')
  await h.broker.subscribeRealtime(ui.link, ui.outlet, 'orders', ['*'])
  await h.publish({ queue: 'orders' })
  await h.publish({ queue: 'orders', delivery: 'realtime' })
  const { delivered, deliveredRealtime } = h.broker.rates('orders')
  const sum = (line: readonly number[]) => line.reduce((total, count) => total + count, 0)
  expect([sum(delivered), sum(deliveredRealtime)]).toEqual([3, 2])
})

it('names the most frequent events of a queue, and says how many there are', async () => {
  const h = await new Harness().start()
  for (let n = 1; n <= 900; n++) await h.publish({ queue: 'orders', event: `rare-${n}` })
  for (let n = 899; n > 700; n--) await h.publish({ queue: 'orders', event: `rare-${n}` })
  for (let n = 0; n < 3; n++) await h.publish({ queue: 'orders', event: 'often' })
  const { events, eventCount } = h.broker.queue('orders')
  expect([events[0], events.length, eventCount]).toEqual(['often', 200, 901])
  expect(events.slice(1).every((name) => Number(name.slice(5)) > 700)).toBe(true)
})

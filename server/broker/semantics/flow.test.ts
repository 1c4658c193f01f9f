import { describe, expect, it } from 'vitest'
import { Harness } from '../testing/harness.ts'

const billing = { queue: 'orders', name: 'billing' } as const

describe('credit', () => {
  it('is 100 messages per consumer where nobody says otherwise', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    for (let i = 0; i < 150; i++) h.send({ queue: 'orders' })
    await h.clock.settle()
    expect(outlet.seqs).toHaveLength(100)
    h.broker.ack(link, 'orders', 'billing', 50, 1)
    await h.clock.settle()
    expect(outlet.seqs.at(-1)).toBe(101)
  })

  it('in bytes counts all that a link holds, whatever its queues, and wakes each when there is room', async () => {
    const h = await new Harness({ limits: { linkUnackedBytes: 100 } }).start()
    const { link, outlet } = await h.consumer(billing)
    const mail = h.broker.subscribe(link, outlet, { queue: 'mails', name: 'sender' })
    await h.clock.settle()
    await mail
    await h.publish({ queue: 'orders', bytes: 90 })
    await h.publish({ queue: 'mails', bytes: 20 })
    expect(outlet.deliveries.map(({ subscription }) => subscription)).toEqual(['billing'])
    const other = await h.consumer({ queue: 'mails', name: 'sender' })
    expect(other.outlet.seqs).toEqual([1])
    await h.publish({ queue: 'mails', bytes: 95 })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.settle()
    expect(outlet.deliveries.map(({ subscription }) => subscription)).toEqual(['billing', 'sender'])
  })

  it('lets a message that is larger than all of it go to a link that holds nothing', async () => {
    const h = await new Harness({ limits: { linkUnackedBytes: 100 } }).start()
    const { link, outlet } = await h.consumer(billing)
    await h.publish({ queue: 'orders', bytes: 50 })
    await h.publish({ queue: 'orders', bytes: 500 })
    expect(outlet.seqs).toEqual([1])
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.settle()
    expect(outlet.seqs).toEqual([1, 2])
  })

  it('is free again, in messages and in bytes, however a delivery ends', async () => {
    const h = await new Harness({ limits: { linkUnackedBytes: 100 } }).start()
    const { link, outlet } = await h.consumer({ ...billing, credit: 1, ackDeadlineMs: 1_000 })
    for (let i = 0; i < 6; i++) h.send({ queue: 'orders', bytes: 100 })
    await h.clock.settle()
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 3_600_000 })
    await h.clock.settle()
    h.broker.nack(link, 'orders', 'billing', 2, 1, { dead: true })
    await h.clock.settle()
    const settled = h.broker.settle(link, 'orders', { name: 'billing', acked: [[3, 3]], nacked: [], extend: [] })
    await h.clock.settle()
    await settled
    const given = h.broker.actOnDelivery('orders', 'billing', 4, { action: 'dead' })
    await h.clock.settle()
    await given
    expect(outlet.seqs).toEqual([1, 2, 3, 4, 5])
    await h.clock.advance(1_000)
    expect(outlet.seqs).toEqual([1, 2, 3, 4, 5, 6])
  })
})

describe('batches', () => {
  it('are at most so many messages, and so many bytes', async () => {
    const h = await new Harness({ limits: { handoverMessages: 3, handoverBytes: 100 } }).start()
    const { outlet } = await h.consumer({ ...billing, batch: true })
    for (const bytes of [20, 20, 20, 20, 90, 90]) h.send({ queue: 'orders', bytes })
    await h.clock.settle()
    expect(outlet.batches).toEqual([3, 1, 1, 1])
  })
})

describe('a slow real-time client', () => {
  it('is not counted among those that got a message: what its outlet drops is missed', async () => {
    const h = await new Harness().start()
    const slow = h.client('slow')
    const quick = h.client('quick')
    for (const { link, outlet } of [slow, quick]) await h.broker.subscribeRealtime(link, outlet, 'orders', ['*'])
    slow.outlet.full = true
    expect(await h.publish({ queue: 'orders', delivery: 'realtime' })).toMatchObject({ kind: 'sent', recipients: 1 })
    await h.publish({ queue: 'orders' })
    expect([slow.outlet.messages.length, quick.outlet.messages.length]).toEqual([0, 2])
    expect(h.broker.queue('orders').rates.missed).toBe(2)
    slow.outlet.full = false
    await h.publish({ queue: 'orders' })
    expect(slow.outlet.messages).toHaveLength(1)
  })
})

describe('a paused queue', () => {
  it('goes on taking publishes, acknowledgements and failures, and dispatches nothing', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    for (let i = 0; i < 3; i++) h.send({ queue: 'orders' })
    await h.clock.settle()
    const paused = h.broker.pauseQueue('orders', true)
    await h.clock.settle()
    await paused
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    h.broker.nack(link, 'orders', 'billing', 2, 1, { delayMs: 0 })
    expect(await h.publish({ queue: 'orders' })).toMatchObject({ kind: 'stored', seq: 4 })
    await h.clock.advance(40_000)
    expect(outlet.seqs).toEqual([1, 2, 3])
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ state: 'paused', inFlight: 0, pending: 3 })
    const resumed = h.broker.pauseQueue('orders', false)
    await h.clock.settle()
    await resumed
    expect(outlet.deliveries.slice(3).map(({ message, attempt }) => [message.seq, attempt])).toEqual([
      [2, 2],
      [3, 2],
      [4, 1],
    ])
  })

  it('is still paused after a restart', async () => {
    const h = await new Harness().start()
    const first = await h.consumer(billing)
    h.broker.disconnect(first.link)
    const paused = h.broker.pauseQueue('orders', true)
    await h.clock.settle()
    await paused
    await h.publish({ queue: 'orders' })
    await h.crash()
    expect((await h.consumer(billing)).outlet.seqs).toEqual([])
    expect(h.broker.queue('orders').paused).toBe(true)
  })
})

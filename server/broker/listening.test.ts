import { describe, expect, it } from 'vitest'
import { StorageError } from './ports.ts'
import { Harness } from './testing/harness.ts'

describe('subscribing', () => {
  it('starts where it was told: new, start, a seq, a time', async () => {
    const h = await new Harness().start()
    const times: number[] = []
    for (let i = 0; i < 4; i++) {
      times.push(h.clock.now())
      await h.publish({ queue: 'orders' })
      await h.clock.advance(1_000)
    }
    const got = async (name: string, from: Parameters<typeof h.consumer>[0]['from']): Promise<number[]> =>
      (await h.consumer({ queue: 'orders', name, from })).outlet.seqs
    expect(await got('a', 'new')).toEqual([])
    expect(await got('b', 'start')).toEqual([1, 2, 3, 4])
    expect(await got('c', { seq: 3 })).toEqual([3, 4])
    expect(await got('d', { time: (times[1] ?? 0) + 1 })).toEqual([3, 4])
  })

  it('refuses other options for the same name unless it is told to update', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ queue: 'orders', name: 'billing', events: ['created'] })
    const other = { queue: 'orders', name: 'billing', events: ['deleted'] }
    await expect(h.broker.subscribe(link, outlet, other)).rejects.toMatchObject({ code: 'E_CONFLICT', field: 'events' })
    await h.consumer({ ...other, update: true })
    await h.publish({ queue: 'orders', event: 'created' })
    await h.publish({ queue: 'orders', event: 'deleted' })
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ events: ['deleted'], inFlight: 1, pending: 0 })
  })

  it('leaves credit and batch as the connection has them, where they are left out', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ queue: 'orders', name: 'billing', credit: 1, batch: true })
    const update = { queue: 'orders', name: 'billing', events: ['created'], update: true }
    const updated = h.broker.subscribe(link, outlet, update)
    await h.clock.settle()
    await updated
    for (let i = 0; i < 3; i++) await h.publish({ queue: 'orders' })
    expect([outlet.seqs, outlet.batches]).toEqual([[1], [1]])
  })

  it('answers a repeated id with the first seq, also within one batch and after a restart', async () => {
    const h = await new Harness().start()
    const first = h.send({ queue: 'orders', id: 'a' })
    const twin = h.send({ queue: 'orders', id: 'a' })
    await h.clock.settle()
    expect([...first, ...twin]).toMatchObject([
      { kind: 'stored', seq: 1, duplicate: false },
      { kind: 'stored', seq: 1, duplicate: true },
    ])
    await h.crash()
    expect(await h.publish({ queue: 'orders', id: 'a' })).toMatchObject({ seq: 1, duplicate: true })
    await h.clock.advance(5 * 60_000)
    expect(await h.publish({ queue: 'orders', id: 'a' })).toMatchObject({ seq: 2, duplicate: false })
  })

  it('holds a key while one is in flight or retrying', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ queue: 'orders', name: 'billing' })
    for (const key of ['a', 'a', 'b']) await h.publish({ queue: 'orders', key })
    expect(outlet.seqs).toEqual([1, 3])
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 500 })
    await h.clock.advance(500)
    expect(outlet.seqs).toEqual([1, 3, 1])
    h.broker.ack(link, 'orders', 'billing', 1, 2)
    await h.clock.settle()
    expect(outlet.seqs).toEqual([1, 3, 1, 2])
  })

  it('never dispatches what has expired', async () => {
    const h = await new Harness().start()
    const first = await h.consumer({ queue: 'orders', name: 'billing' })
    h.broker.disconnect(first.link)
    await h.publish({ queue: 'orders', ttlMs: 1_000 })
    await h.publish({ queue: 'orders' })
    await h.clock.advance(1_000)
    expect((await h.consumer({ queue: 'orders', name: 'billing' })).outlet.seqs).toEqual([2])
  })

  it('stops dispatch while the queue is paused, and only that', async () => {
    const h = await new Harness().start()
    const { outlet } = await h.consumer({ queue: 'orders', name: 'billing' })
    const ui = h.client('ui')
    await h.broker.subscribeRealtime(ui.link, ui.outlet, 'orders', ['*'])
    const paused = h.broker.pauseQueue('orders', true)
    await h.clock.settle()
    await paused
    await h.publish({ queue: 'orders' })
    expect([outlet.seqs, ui.outlet.messages.length]).toEqual([[], 1])
    expect(h.broker.deliveries('orders', ref(1, 0, h.clock.now()))[0]?.why).toBeDefined()
    const resumed = h.broker.pauseQueue('orders', false)
    await h.clock.settle()
    await resumed
    expect(outlet.seqs).toEqual([1])
    expect(outlet.standings).toEqual(['billing paused', 'billing active'])
  })

  it('stops at 4 MiB unacknowledged per link, and goes on when there is room', async () => {
    const h = await new Harness({ limits: { linkUnackedBytes: 100 } }).start()
    const { link, outlet } = await h.consumer({ queue: 'orders', name: 'billing' })
    for (let i = 0; i < 3; i++) await h.publish({ queue: 'orders', bytes: 50 })
    expect(outlet.seqs).toEqual([1, 2])
    h.broker.ack(link, 'orders', 'billing', 2, 1)
    await h.clock.settle()
    expect(outlet.seqs).toEqual([1, 2, 3])
  })
})

describe('presence', () => {
  it('gives no position twice, also where what stood there never reached the log', async () => {
    const h = await new Harness().start()
    const { link, outlet } = h.client('ui')
    await h.broker.subscribeRealtime(link, outlet, 'orders', ['created'])
    await h.clock.settle()
    h.memory.inject({ kind: 'fail', error: new StorageError('no room', false) })
    await h.publish({ queue: 'orders', delivery: 'realtime' })
    await h.clock.advance(1_000)
    h.broker.disconnect(link)
    await h.clock.settle()
    await h.crash()
    await h.publish({ queue: 'orders', delivery: 'realtime' })
    const [queue] = h.memory.queues.values()
    expect(queue?.realtime.map(({ position }) => position)).toEqual([{ seq: 0, ord: 2 }])
    const message = { seq: 0, ord: 2, event: 'created', expiresAt: null, only: null, publishedAt: h.clock.now() }
    expect(h.broker.deliveries('orders', message)).toMatchObject([{ name: 'ui', state: 'missed' }])
  })

  it('knows exactly what a named client got and what it missed, also over a crash', async () => {
    const h = await new Harness().start()
    const states = (seq: number, ord: number): string[] =>
      h.broker.deliveries('orders', ref(seq, ord, h.clock.now())).map(({ name, state }) => `${name} ${state}`)
    const first = h.client('ui')
    await h.broker.subscribeRealtime(first.link, first.outlet, 'orders', ['created'])
    await h.publish({ queue: 'orders' })
    await h.publish({ queue: 'orders', delivery: 'realtime' })
    h.broker.disconnect(first.link)
    await h.publish({ queue: 'orders', delivery: 'realtime' })
    await h.publish({ queue: 'orders' })
    const second = h.client('ui')
    await h.broker.subscribeRealtime(second.link, second.outlet, 'orders', ['created'])
    await h.publish({ queue: 'orders', delivery: 'realtime' })
    const expected = ['ui delivered', 'ui delivered', 'ui missed', 'ui missed', 'ui delivered']
    const all = (): string[] => [states(1, 0), states(1, 1), states(1, 2), states(2, 0), states(2, 1)].flat()
    expect(all()).toEqual(expected)
    await h.clock.settle()
    await h.crash()
    await h.publish({ queue: 'orders', delivery: 'realtime' })
    expect([...all(), ...states(2, 2)]).toEqual([...expected, 'ui missed'])
    expect(h.broker.queue('orders').rates.missed).toBe(1)
  })

  it('misses nothing after it unsubscribed, nor 24 h after it went', async () => {
    const h = await new Harness().start()
    const tablet = h.client('tablet')
    const phone = h.client('phone')
    for (const { link, outlet } of [tablet, phone]) await h.broker.subscribeRealtime(link, outlet, 'orders', ['*'])
    h.broker.unsubscribeRealtime(tablet.link, 'orders')
    h.broker.disconnect(phone.link)
    expect(h.broker.audience('orders', 'created', 'realtime').misses.map(({ name }) => name)).toEqual(['phone'])
    await h.clock.advance(24 * 60 * 60_000 + 1)
    expect(h.broker.audience('orders', 'created', 'realtime').misses).toEqual([])
  })
})

function ref(seq: number, ord: number, publishedAt: number): Parameters<Harness['broker']['deliveries']>[1] {
  return { seq, ord, event: 'created', expiresAt: null, only: null, publishedAt }
}

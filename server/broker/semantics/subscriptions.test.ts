import { describe, expect, it } from 'vitest'
import { Harness } from '../testing/harness.ts'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR
const billing = { queue: 'orders', name: 'billing' } as const
const view = (h: Harness, name = 'billing') => h.broker.subscription('orders', name)

async function update(h: Harness, change: Parameters<Harness['broker']['updateSubscription']>[2]) {
  const answer = h.broker.updateSubscription('orders', 'billing', change)
  await h.clock.settle()
  return answer
}

describe('creating', () => {
  it('is once for all who ask for it, also where it is deleted before they have it', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders' })
    const open = h.memory.hold()
    const clients = [h.client(), h.client(), h.client()]
    const asked = Promise.allSettled(clients.map(({ link, outlet }) => h.broker.subscribe(link, outlet, billing)))
    await h.clock.settle()
    const deleted = h.broker.deleteSubscription('orders', 'billing')
    open()
    await h.clock.settle()
    await deleted
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(view(h).consumers).toHaveLength(2)
    expect(h.memory.subscriptions.size).toBe(1)
  })
})

describe('idle', () => {
  it('is flagged after a day with nobody connected, and ends after 7, with an activity', async () => {
    const h = await new Harness().start()
    h.broker.disconnect((await h.consumer(billing)).link)
    await h.publish({ queue: 'orders' })
    await h.clock.advance(DAY - 1)
    expect(view(h).state).toBe('nobody')
    await h.clock.advance(1)
    expect(view(h).state).toBe('idle')
    await h.clock.advance(6 * DAY - 1)
    expect(view(h).state).toBe('idle')
    await h.clock.advance(60_000)
    expect(h.broker.subscriptions()).toEqual([])
    expect(h.memory.subscriptions.size).toBe(0)
    expect(h.memory.activities.filter(({ kind }) => kind === 'subscriptionExpired')).toMatchObject([
      { queue: 'orders', subscription: 'billing', text: expect.stringContaining('nobody had been connected for 7 d') },
    ])
  })

  it('does not end while somebody is connected, nor just after a restart of a quiet one', async () => {
    const h = await new Harness().start()
    await h.consumer(billing)
    await h.clock.advance(8 * DAY)
    expect(view(h).state).toBe('caughtUp')
    await h.crash()
    await h.clock.advance(2 * HOUR)
    expect(view(h)).toMatchObject({ state: 'nobody' })
    const { link } = await h.consumer(billing)
    expect(view(h).state).toBe('caughtUp')
    h.broker.disconnect(link)
    expect(view(h).state).toBe('nobody')
  })

  it('does not end while removal is held', async () => {
    const h = await new Harness().start()
    h.broker.disconnect((await h.consumer(billing)).link)
    await h.clock.advance(1_000)
    h.die()
    await h.clock.advance(8 * DAY)
    await h.boot()
    await h.clock.advance(23 * HOUR)
    expect(view(h).state).toBe('idle')
    await h.clock.advance(2 * HOUR)
    expect(h.broker.subscriptions()).toEqual([])
  })
})

describe('updating', () => {
  it('refuses other options without update, and changes them with it', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ ...billing, events: ['created'] })
    const other = { ...billing, events: ['deleted'], ackDeadlineMs: 5_000 }
    await expect(h.broker.subscribe(link, outlet, other)).rejects.toMatchObject({ code: 'E_CONFLICT', field: 'events' })
    const updated = h.broker.subscribe(link, outlet, { ...other, update: true })
    await h.clock.settle()
    expect(await updated).toMatchObject({ events: ['deleted'], ackDeadlineMs: 5_000, created: false })
    await h.publish({ queue: 'orders' })
    await h.publish({ queue: 'orders', event: 'deleted' })
    expect(outlet.seqs).toEqual([2])
    await h.crash()
    expect(view(h)).toMatchObject({ events: ['deleted'], ackDeadlineMs: 5_000 })
  })

  it('by hand changes what is given, and tells the consumers of a new standing', async () => {
    const h = await new Harness().start()
    await h.consumer(billing)
    const second = await h.consumer(billing)
    expect(await update(h, { exclusive: true })).toMatchObject({ exclusive: true, events: ['*'] })
    expect(second.outlet.standings).toEqual(['billing standby'])
    expect(await update(h, { exclusive: false, ackDeadlineMs: 2_000 })).toMatchObject({ ackDeadlineMs: 2_000 })
    expect(second.outlet.standings).toEqual(['billing standby', 'billing active'])
    await expect(update(h, { ackDeadlineMs: 1 })).rejects.toMatchObject({
      code: 'E_BAD_REQUEST',
      field: 'ackDeadlineMs',
    })
    await expect(update(h, { events: [] })).rejects.toMatchObject({ code: 'E_BAD_REQUEST', field: 'events' })
    await expect(h.broker.updateSubscription('orders', 'none', {})).rejects.toMatchObject({ code: 'E_NO_SUBSCRIPTION' })
    expect(h.memory.activities.at(-1)?.text).toBe(
      "billing of orders: ack deadline the queue's → 2 s, exclusive yes → no.",
    )
  })

  it('keeps pending honest where events change while it is behind', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer({ ...billing, events: ['created'], credit: 1 })
    for (const event of ['created', 'deleted', 'created', 'deleted', 'deleted', 'created']) {
      await h.publish({ queue: 'orders', event })
    }
    expect(view(h)).toMatchObject({ inFlight: 1, pending: 2 })
    // It has passed 2, which it did not want then.
    expect(view(h)).toMatchObject({ upto: 2 })
    expect(await update(h, { events: ['*'] })).toMatchObject({ inFlight: 1, pending: 4 })
    expect(await update(h, { events: ['created', 'deleted'] })).toMatchObject({ inFlight: 1, pending: 4 })
    h.broker.disconnect(link)
    expect(await update(h, { events: ['deleted'] })).toMatchObject({ inFlight: 0, pending: 3 })
    await h.clock.advance(300)
    await h.crash()
    expect(view(h)).toMatchObject({ pending: 3 })
    const { outlet } = await h.consumer(billing)
    expect(outlet.seqs).toEqual([1, 4, 5])
    expect(view(h)).toMatchObject({ inFlight: 3, pending: 0 })
  })
})

describe('beginning', () => {
  it('at a time takes the first message from then on, also what is being written', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders' })
    await h.clock.advance(1_000)
    const time = h.clock.now()
    const open = h.memory.hold()
    h.send({ queue: 'orders' })
    await h.clock.settle()
    const late = h.client()
    const subscribed = h.broker.subscribe(late.link, late.outlet, { ...billing, from: { time } })
    await h.clock.settle()
    open()
    await h.clock.settle()
    expect(await subscribed).toMatchObject({ startSeq: 2, created: true })
    await h.publish({ queue: 'orders' })
    expect(late.outlet.seqs).toEqual([2, 3])
    const all = await h.consumer({ queue: 'orders', name: 'all', from: { time: time - 5_000 } })
    expect(all.outlet.seqs).toEqual([1, 2, 3])
    const none = await h.consumer({ queue: 'orders', name: 'none', from: { time: time + 5_000 } })
    expect(none.outlet.seqs).toEqual([])
  })
})

describe('pause', () => {
  it('stops dispatch alone: publishes, acks, deadlines and real time go on, and resume catches up in order', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ ...billing, ackDeadlineMs: 10_000 })
    const ui = h.client('ui')
    await h.broker.subscribeRealtime(ui.link, ui.outlet, 'orders', ['*'])
    await h.publish({ queue: 'orders' })
    await h.publish({ queue: 'orders' })
    const paused = h.broker.pauseQueue('orders', true)
    await h.clock.settle()
    await paused
    expect(await h.publish({ queue: 'orders' })).toMatchObject({ kind: 'stored', seq: 3 })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.advance(60_000)
    expect(view(h)).toMatchObject({ state: 'paused', inFlight: 0, pending: 2, floor: 1 })
    expect(outlet.seqs).toEqual([1, 2])
    expect(ui.outlet.messages.map(({ seq }) => seq)).toEqual([1, 2, 3])
    const resumed = h.broker.pauseQueue('orders', false)
    await h.clock.settle()
    await resumed
    expect(outlet.standings).toEqual(['billing paused', 'billing active'])
    expect(outlet.deliveries.slice(2).map(({ message, attempt }) => [message.seq, attempt])).toEqual([
      [2, 2],
      [3, 1],
    ])
    expect(h.memory.activities.map(({ kind }) => kind)).toEqual([
      'queueCreated',
      'subscriptionCreated',
      'queuePaused',
      'queueResumed',
    ])
  })
})

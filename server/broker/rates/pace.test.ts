import { describe, expect, it } from 'vitest'
import { Harness } from '../testing/harness.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

async function publish(h: Harness, count: number, event = 'created'): Promise<void> {
  for (let i = 0; i < count; i++) h.send({ queue: 'orders', event })
  await h.clock.settle()
}

/** What it writes is on disk. */
async function done(h: Harness, work: Promise<unknown>): Promise<void> {
  await h.clock.settle()
  await work
}

const look = (h: Harness, name = 'billing') => h.broker.subscription('orders', name)

/** One that has a name and nobody connected. */
async function away(h: Harness, name: string, events?: string[]): Promise<void> {
  const { link } = await h.consumer({ queue: 'orders', name, ...(events === undefined ? {} : { events }) })
  h.broker.disconnect(link)
  await h.clock.settle()
}

describe('the trend of a subscription', () => {
  it('shows how the backlog of one that is away grew, by its own events', async () => {
    const h = await new Harness().start()
    await away(h, 'billing', ['created'])
    await away(h, 'audit')
    await publish(h, 3)
    await publish(h, 2, 'updated')
    await h.clock.advance(2 * MINUTE_MS)
    await publish(h, 4)
    expect(look(h).trend).toEqual({ stepMs: 30_000, waiting: [3, 3, 3, 3, 7] })
    expect(look(h, 'audit').trend.waiting).toEqual([5, 5, 5, 5, 9])
  })

  it('is as long as what is known: since the start, and since it was moved', async () => {
    const h = await new Harness().start()
    await away(h, 'billing')
    await publish(h, 3)
    await h.crash()
    await h.clock.advance(MINUTE_MS)
    expect(look(h).trend.waiting).toEqual([3, 3, 3])
    await done(h, h.broker.purge('orders', { subscription: 'billing' }))
    expect(look(h).trend.waiting).toEqual([0])
  })

  it('goes on from what was before when somebody comes, and keeps 15 minutes', async () => {
    const h = await new Harness().start()
    await away(h, 'billing')
    await publish(h, 5)
    await h.clock.advance(MINUTE_MS)
    const { link } = await h.consumer({
      queue: 'orders',
      name: 'billing',
      credit: 2,
      ackDeadlineMs: HOUR_MS,
      update: true,
    })
    expect(look(h).trend.waiting).toEqual([5, 5, 3])
    for (const seq of [1, 2]) h.broker.ack(link, 'orders', 'billing', seq, 1)
    await h.clock.advance(MINUTE_MS)
    expect(look(h).trend.waiting).toEqual([5, 5, 1, 1, 1])
    await h.clock.advance(20 * MINUTE_MS)
    expect(look(h).trend.waiting).toEqual(new Array(30).fill(1))
  })
})

describe('the pace of a subscription', () => {
  it('grows by what comes and nobody takes', async () => {
    const h = await new Harness().start()
    await away(h, 'billing')
    await h.clock.advance(2 * MINUTE_MS)
    await publish(h, 60)
    await h.clock.advance(MINUTE_MS / 2)
    expect(look(h)).toMatchObject({ growing: 1, catchUpMs: null })
    expect(h.broker.queue('orders')).toMatchObject({ growing: 1, catchUpMs: null })
    await h.clock.advance(2 * MINUTE_MS)
    expect(look(h).growing).toBe(0)
  })

  it('says when it has caught up, by what it takes since somebody came', async () => {
    const h = await new Harness().start()
    await away(h, 'billing')
    await publish(h, 100)
    await h.clock.advance(5 * MINUTE_MS)
    const { link } = await h.consumer({ queue: 'orders', name: 'billing', credit: 1 })
    for (let seq = 1; seq <= 20; seq++) {
      h.broker.ack(link, 'orders', 'billing', seq, 1)
      await h.clock.advance(500)
    }
    // 20 in 10 s, and 79 that wait.
    expect(look(h)).toMatchObject({ pending: 79, growing: -2, catchUpMs: 39_500, rates: { acked: 2 } })
    expect(h.broker.queue('orders').catchUpMs).toBe(39_500)
    await done(h, h.broker.pauseQueue('orders', true))
    expect(look(h).catchUpMs).toBeNull()
  })

  it('takes a purge for no pace', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer({ queue: 'orders', name: 'billing', credit: 1 })
    await publish(h, 100)
    await h.clock.advance(MINUTE_MS)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await done(h, h.broker.purge('orders', { subscription: 'billing', upToSeq: 90 }))
    await h.clock.advance(20_000)
    expect(look(h)).toMatchObject({ pending: 9, growing: 0, catchUpMs: null })
  })
})

it('keeps nothing for names and queues where nothing happens', async () => {
  const h = await new Harness().start()
  await away(h, 'billing')
  await done(h, h.broker.createQueue('idle', {}))
  expect(h.broker.queue('idle').rates.published).toBe(0)
  expect(h.broker.rates('idle').waiting.length).toBe(90)
  expect(look(h).trend.waiting.length).toBeGreaterThan(0)
})

import { describe, expect, it } from 'vitest'
import { Harness } from '../testing/harness.ts'

const billing = { queue: 'orders', name: 'billing' } as const

async function redeliver(h: Harness, seq: number, name = 'billing'): Promise<number> {
  const answer = h.broker.actOnDelivery('orders', name, seq, { action: 'redeliver' })
  await h.clock.settle()
  return (await answer).seq
}

function pendings(h: Harness): Record<string, number> {
  return Object.fromEntries(h.broker.subscriptions('orders').map(({ name, pending }) => [name, pending]))
}

describe('a copy for one subscription', () => {
  it('goes to that one alone: not to others, real-time subscribers, tails or absentees', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ ...billing, events: ['created'] })
    const audit = await h.consumer({ queue: 'orders', name: 'audit' })
    const headers = { trace: 't1' }
    await h.publish({ queue: 'orders', id: 'a', key: 'k', headers, payload: '{"n":1}', ttlMs: 1_000 })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    const ui = h.client('ui')
    const away = h.client('away')
    for (const one of [ui, away]) await h.broker.subscribeRealtime(one.link, one.outlet, 'orders', ['*'])
    h.broker.disconnect(away.link)
    const tailed: (number | null)[] = []
    h.broker.tail('orders', ({ seq }) => tailed.push(seq))
    await h.clock.advance(5_000)
    expect(await redeliver(h, 1)).toBe(2)
    expect(outlet.deliveries.at(-1)).toMatchObject({
      attempt: 1,
      message: {
        seq: 2,
        id: 'a',
        event: 'created',
        key: 'k',
        headers,
        payload: '{"n":1}',
        publishedAt: h.clock.now(),
        only: 'billing',
        expiresAt: null,
      },
    })
    expect(audit.outlet.seqs).toEqual([1])
    expect([ui.outlet.messages.length, tailed.length, h.broker.queue('orders').rates.missed]).toEqual([0, 0, 0])
    const ref = { seq: 2, ord: 0, event: 'created', expiresAt: null, only: 'billing', publishedAt: h.clock.now() }
    expect(h.broker.deliveries('orders', ref).map(({ name, state }) => [name, state])).toEqual([
      ['billing', 'inFlight'],
    ])
  })

  it('comes although the subscription wants other events now', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ ...billing, events: ['created'] })
    await h.publish({ queue: 'orders' })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    const update = h.broker.subscribe(link, outlet, { ...billing, events: ['deleted'], update: true })
    await h.clock.settle()
    await update
    await redeliver(h, 1)
    expect(outlet.seqs).toEqual([1, 2])
    h.broker.ack(link, 'orders', 'billing', 2, 1)
    await h.clock.settle()
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ pending: 0, inFlight: 0, floor: 2 })
  })

  it('does not count as the first of its id, nor is it one', async () => {
    const h = await new Harness().start()
    await h.consumer(billing)
    await h.publish({ queue: 'orders', id: 'a' })
    await redeliver(h, 1)
    await h.clock.advance(4 * 60_000)
    await redeliver(h, 1)
    expect(await h.publish({ queue: 'orders', id: 'a' })).toMatchObject({ seq: 1, duplicate: true })
    await h.clock.advance(2 * 60_000)
    await h.crash()
    expect(await h.publish({ queue: 'orders', id: 'a' })).toMatchObject({ seq: 4, duplicate: false })
  })

  it('leaves pending of the others exact: caught up, behind, detached, of some events, and after a restart', async () => {
    const h = await new Harness().start()
    const detached = await h.consumer({ queue: 'orders', name: 'detached' })
    await h.consumer({ queue: 'orders', name: 'caughtUp', credit: 1_000 })
    await h.consumer({ queue: 'orders', name: 'behind', credit: 1 })
    await h.consumer({ queue: 'orders', name: 'some', events: ['created'], credit: 1 })
    await h.consumer({ ...billing, credit: 2 })
    await h.publish({ queue: 'orders' })
    h.broker.disconnect(detached.link)
    await h.publish({ queue: 'orders', event: 'deleted' })
    const before = { detached: 2, caughtUp: 0, behind: 1, some: 0, billing: 0 }
    expect(pendings(h)).toEqual(before)
    for (let i = 0; i < 3; i++) await redeliver(h, 1)
    expect(pendings(h)).toEqual({ ...before, billing: 3 })
    await h.publish({ queue: 'orders' })
    const after = { detached: 3, caughtUp: 0, behind: 2, some: 1, billing: 4 }
    expect(pendings(h)).toEqual(after)
    await h.clock.advance(1_000)
    await h.crash()
    // All that was in flight is pending again.
    expect(pendings(h)).toEqual({ detached: 3, caughtUp: 3, behind: 3, some: 2, billing: 6 })
    expect(h.broker.queue('orders').events).toEqual(['created', 'deleted'])
    const { link, outlet } = await h.consumer({ ...billing, credit: 100 })
    expect(outlet.seqs).toEqual([1, 2, 3, 4, 5, 6])
    for (const { message, attempt } of outlet.deliveries) h.broker.ack(link, 'orders', 'billing', message.seq, attempt)
    await h.clock.settle()
    expect(pendings(h)).toMatchObject({ billing: 0, detached: 3 })
    const other = await h.consumer({ queue: 'orders', name: 'some' })
    expect(other.outlet.seqs).toEqual([1, 6])
    const late = await h.consumer({ queue: 'orders', name: 'late', from: 'start', credit: 1 })
    expect(late.outlet.seqs).toEqual([1])
    expect(pendings(h).late).toBe(2)
  })

  it('waits in the log for a subscription that is detached', async () => {
    const h = await new Harness().start()
    const first = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    h.broker.ack(first.link, 'orders', 'billing', 1, 1)
    h.broker.disconnect(first.link)
    await redeliver(h, 1)
    expect(pendings(h)).toEqual({ billing: 1 })
    expect((await h.consumer(billing)).outlet.seqs).toEqual([2])
  })

  it('tells of a letter that it was sent again', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { dead: true, reason: 'no stock' })
    await h.clock.advance(60_000)
    const job = h.broker.redrive({ queue: 'orders' })
    await h.clock.settle()
    await job
    const ref = { seq: 1, ord: 0, event: 'created', expiresAt: null, only: null, publishedAt: 0 }
    expect(h.broker.deliveries('orders', ref)).toMatchObject([
      { state: 'dead', why: 'billing gave it up 1 m ago: "no stock". It was sent again as 2.' },
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { Harness } from '../testing/harness.ts'

const billing = { queue: 'orders', name: 'billing' } as const

async function started(options: ConstructorParameters<typeof Harness>[0] = {}): Promise<Harness> {
  return new Harness(options).start()
}

/** The sentence about one delivery. */
function why(h: Harness, seq: number, { name = 'billing', ord = 0, expiresAt = null as number | null } = {}) {
  const message = { seq, ord, event: 'created', expiresAt, only: null, publishedAt: h.clock.now() }
  return h.broker.deliveries('orders', message).find((one) => one.name === name)?.why
}

async function publish(h: Harness, times: number, more: object = {}): Promise<void> {
  for (let i = 0; i < times; i++) await h.publish({ queue: 'orders', ...more })
}

describe('what stops a whole subscription', () => {
  it('is that nobody has been connected, and since when', async () => {
    const h = await started()
    const { link } = await h.consumer(billing)
    h.broker.disconnect(link)
    await publish(h, 1)
    await h.clock.advance(62_000)
    expect(why(h, 1)).toBe('Nobody has been connected to billing for 1 m 2 s; it waits.')
  })

  it('is a paused queue before that', async () => {
    const h = await started()
    const { link } = await h.consumer(billing)
    const paused = h.broker.pauseQueue('orders', true)
    await h.clock.settle()
    await paused
    h.broker.disconnect(link)
    await publish(h, 1)
    await h.clock.advance(5_000)
    expect(why(h, 1)).toBe('orders has been paused for 5 s; it goes out after the queue is resumed.')
  })
})

describe('waiting for its turn', () => {
  it('names who is busy, and how many are before it', async () => {
    const h = await started()
    await h.consumer({ ...billing, credit: 2 })
    await publish(h, 5)
    expect(why(h, 3)).toBe('It is the next one for billing; c1 has 2 in flight and no credit for more.')
    expect(why(h, 5)).toBe('billing is behind: 4 are before it; c1 has 2 in flight and no credit for more.')
  })

  it('counts at most, where it does not want all events', async () => {
    const h = await started()
    await h.consumer({ ...billing, events: ['created'], credit: 1 })
    await publish(h, 3)
    expect(why(h, 3)).toBe('billing is behind: at most 2 are before it; c1 has 1 in flight and no credit for more.')
  })

  it('speaks of all consumers where there are several', async () => {
    const h = await started()
    await h.consumer({ ...billing, credit: 1 })
    await h.consumer({ ...billing, credit: 2 })
    await publish(h, 4)
    expect(why(h, 4)).toBe(
      'It is the next one for billing; none of the 2 consumers of billing has credit left, with 3 in flight.',
    )
  })

  it('says that others stand by for the one that has an exclusive subscription', async () => {
    const h = await started()
    await h.consumer({ ...billing, exclusive: true, credit: 1 })
    await h.consumer({ ...billing, exclusive: true })
    await publish(h, 2)
    expect(why(h, 2)).toBe(
      'It is the next one for billing; c1 has 1 in flight and no credit for more, and 1 stands by, for billing is exclusive.',
    )
  })

  it('says that one ordered comes after the other', async () => {
    const h = await started()
    await h.consumer({ ...billing, ordered: true })
    await publish(h, 2)
    expect(why(h, 2)).toBe('It is the next one for billing; billing is ordered, and 1 has to be settled first.')
  })

  it('says that a connection holds as much as it may', async () => {
    const h = await started({ limits: { linkUnackedBytes: 100 } })
    await h.consumer(billing)
    await publish(h, 3, { bytes: 50 })
    expect(why(h, 3)).toBe(
      'It is the next one for billing; c1 holds 100 B without an ack, the most that one connection may.',
    )
  })

  it('says that as many are open as there may be', async () => {
    const h = await started({ limits: { openMax: 2 } })
    const { link } = await h.consumer(billing)
    await publish(h, 3)
    for (const seq of [1, 2]) h.broker.nack(link, 'orders', 'billing', seq, 1, { delayMs: 60_000 })
    await h.clock.settle()
    expect(why(h, 3)).toBe('It is the next one for billing; billing has 2 unsettled ones, the most there can be.')
  })

  it('names the one that has its key, and counts those between', async () => {
    const h = await started()
    await h.consumer(billing)
    await publish(h, 4, { key: 'A-1' })
    expect(why(h, 2)).toBe('It waits for 1, which has the same key and is not settled.')
    expect(why(h, 4)).toBe('It waits for 1, which has the same key and is not settled, then for 2 others of that key.')
  })

  it('says of one that came back who has no room for it', async () => {
    const h = await started()
    const { link } = await h.consumer({ ...billing, credit: 1 })
    await publish(h, 2)
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 1_000 })
    await h.clock.advance(1_000)
    expect(why(h, 1)).toBe('It was sent once and came back; c1 has 1 in flight and no credit for more.')
  })
})

describe('on its way', () => {
  it('says who has it, for how long, and what comes without an ack', async () => {
    const h = await started()
    await h.consumer(billing)
    await publish(h, 1)
    await h.clock.advance(12_000)
    expect(why(h, 1)).toBe('In flight for 12 s on c1; without an ack in 18 s it is tried again.')
  })

  it('says that the last try is the last', async () => {
    const h = await started()
    const created = h.broker.createQueue('orders', { maxFailures: 1 })
    await h.clock.settle()
    await created
    await h.consumer(billing)
    await publish(h, 1)
    expect(why(h, 1)).toBe('In flight for 0 ms on c1; without an ack in 30 s it is given up.')
  })

  it('says when it is tried again, and how many tries are left', async () => {
    const h = await started()
    const { link } = await h.consumer(billing)
    await publish(h, 1)
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 20_000 })
    await h.clock.advance(11_000)
    expect(why(h, 1)).toBe('billing has tried it once and failed. It tries again in 9 s; 4 of 5 tries are left.')
  })
})

describe('over', () => {
  it('quotes the reason of a dead one', async () => {
    const h = await started()
    const { link } = await h.consumer(billing)
    await publish(h, 1)
    h.broker.nack(link, 'orders', 'billing', 1, 1, { dead: true, reason: 'card refused' })
    await h.clock.advance(3_000)
    expect(why(h, 1)).toBe('billing gave it up 3 s ago: "card refused".')
  })

  it('says that it expired', async () => {
    const h = await started()
    await publish(h, 1)
    const { link } = await h.consumer(billing)
    h.broker.disconnect(link)
    const expiresAt = h.clock.now() + 1_000
    await publish(h, 1, { expiresAt })
    await h.clock.advance(5_000)
    expect(why(h, 2, { expiresAt })).toBe('It expired 4 s ago, before billing had settled it.')
  })

  it('says who acknowledged it, and how long that took', async () => {
    const h = await started()
    const { link } = await h.consumer(billing)
    await publish(h, 1)
    await h.clock.advance(84)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.settle()
    expect(why(h, 1)).toBe('c1 acknowledged it, 84 ms after it was sent.')
  })

  it('says how long a client had been away when it missed one in real time', async () => {
    const h = await started()
    const { link, outlet } = h.client('ui-tablet-3')
    await h.broker.subscribeRealtime(link, outlet, 'orders', ['created'])
    await h.clock.settle()
    await publish(h, 1)
    h.broker.disconnect(link)
    await h.clock.advance(30_000)
    await publish(h, 1)
    expect(why(h, 1, { name: 'ui-tablet-3' })).toBe('ui-tablet-3 was connected and got it.')
    expect(why(h, 2, { name: 'ui-tablet-3' })).toBe(
      'ui-tablet-3 had been away for 30 s when it was sent, and missed it for good.',
    )
  })
})

import { describe, expect, it } from 'vitest'
import { backoffMs } from '../dispatch/backoff.ts'
import { LIMITS } from '../limits.ts'
import { Harness } from '../testing/harness.ts'

const billing = { queue: 'orders', name: 'billing' } as const

describe('backoff', () => {
  it('is 1 s doubling to 5 min, with up to 20 % more or less', () => {
    const middle = [1, 2, 3, 4, 9, 10, 50].map((failures) => backoffMs(failures, 0.5, LIMITS))
    expect(middle).toEqual([1_000, 2_000, 4_000, 8_000, 256_000, 300_000, 300_000])
    expect([backoffMs(1, 0, LIMITS), backoffMs(1, 1, LIMITS)]).toEqual([800, 1_200])
    expect([backoffMs(20, 0, LIMITS), backoffMs(20, 1, LIMITS)]).toEqual([240_000, 360_000])
  })

  it('spreads failures of one moment', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    for (let i = 0; i < 50; i++) h.send({ queue: 'orders' })
    await h.clock.settle()
    for (let seq = 1; seq <= 50; seq++) h.broker.nack(link, 'orders', 'billing', seq, 1, {})
    const ref = { ord: 0, event: 'created', expiresAt: null, only: null, publishedAt: 0 }
    const due = Array.from({ length: 50 }, (_, i) => h.broker.deliveries('orders', { ...ref, seq: i + 1 })[0]?.retryAt)
    expect(new Set(due).size).toBeGreaterThan(30)
    for (const at of due) expect(Math.abs((at ?? 0) - h.clock.now() - 1_000)).toBeLessThanOrEqual(200)
  })

  it('gives way to the delay that a nack names, exactly', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 12_345 })
    await h.clock.advance(12_344)
    expect(outlet.seqs).toEqual([1])
    await h.clock.advance(1)
    expect(outlet.seqs).toEqual([1, 1])
  })
})

describe('giving up', () => {
  it('goes by the queue where that says how many failures are allowed', async () => {
    const h = await new Harness().start()
    const created = h.broker.createQueue('orders', { maxFailures: 2 })
    await h.clock.settle()
    await created
    const { link } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 0 })
    await h.clock.settle()
    h.broker.nack(link, 'orders', 'billing', 1, 2, { delayMs: 0, reason: 'still not' })
    await h.clock.settle()
    expect(h.memory.letters).toMatchObject([{ seq: 1, reason: 'still not' }])
  })

  it('keeps each attempt with who had it, when, and why it failed', async () => {
    const h = await new Harness().start()
    const first = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    const at = h.clock.now()
    await h.clock.advance(30_000)
    await h.clock.advance(10_000)
    h.broker.disconnect(first.link)
    const { link } = await h.consumer(billing)
    h.broker.nack(link, 'orders', 'billing', 1, 3, { dead: true, reason: 'broken' })
    await h.clock.settle()
    expect(h.memory.letters[0]?.attempts).toMatchObject([
      { attempt: 1, at, endedAt: at + 30_000, outcome: 'deadline', consumer: 'c1', reason: 'ack deadline passed' },
      { attempt: 2, outcome: 'disconnected', consumer: 'c1', retryAt: null },
      { attempt: 3, outcome: 'nacked', consumer: 'c2', reason: 'broken' },
    ])
  })

  it('does not count a goodbye of the broker against a message', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders' })
    for (let life = 0; life < 5; life++) {
      const { outlet } = await h.consumer({ ...billing, from: 'start' })
      expect(outlet.deliveries).toMatchObject([{ attempt: life + 1 }])
      const drained = h.broker.drain()
      await h.clock.settle()
      await drained
      await h.crash()
    }
    // Lost 3 times it would be a suspect now, and go out alone.
    await h.publish({ queue: 'orders' })
    expect((await h.consumer(billing)).outlet.seqs).toEqual([1, 2])
  })
})

describe('a suspect', () => {
  /** Seq 1 was lost three times with its consumer; seqs 2 and 3 were not. */
  async function withSuspect(): Promise<Harness> {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders' })
    for (let life = 0; life < 3; life++) {
      const { link } = await h.consumer({ ...billing, from: 'start' })
      h.broker.disconnect(link)
    }
    for (let i = 0; i < 2; i++) await h.publish({ queue: 'orders' })
    return h
  }

  it('has a consumer for itself, while the others have the rest', async () => {
    const h = await withSuspect()
    const alone = await h.consumer(billing)
    expect(alone.outlet.seqs).toEqual([1])
    const other = await h.consumer(billing)
    expect([alone.outlet.seqs, other.outlet.seqs]).toEqual([[1], [2, 3]])
    h.broker.ack(alone.link, 'orders', 'billing', 1, 4)
    await h.publish({ queue: 'orders' })
    expect([...alone.outlet.seqs, ...other.outlet.seqs].sort()).toEqual([1, 2, 3, 4])
  })

  it('waits for a consumer that holds something, which gets nothing new until then', async () => {
    const h = await new Harness().start()
    const first = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    for (let life = 0; life < 3; life++) {
      h.broker.disconnect(life === 0 ? first.link : (await h.consumer(billing)).link)
    }
    const busy = await h.consumer(billing)
    expect(busy.outlet.seqs).toEqual([1])
    h.broker.nack(busy.link, 'orders', 'billing', 1, 4, { delayMs: 1_000 })
    await h.publish({ queue: 'orders' })
    expect(busy.outlet.seqs).toEqual([1, 2])
    await h.clock.advance(1_000)
    await h.publish({ queue: 'orders' })
    expect(busy.outlet.seqs).toEqual([1, 2])
    h.broker.ack(busy.link, 'orders', 'billing', 2, 1)
    await h.clock.settle()
    expect(busy.outlet.seqs).toEqual([1, 2, 1])
    h.broker.ack(busy.link, 'orders', 'billing', 1, 5)
    await h.clock.settle()
    expect(busy.outlet.seqs).toEqual([1, 2, 1, 3])
  })

  it('lets a consumer that was kept for it go on once another has it', async () => {
    const h = await withSuspect()
    const first = await h.consumer(billing)
    const second = await h.consumer(billing)
    expect(first.outlet.seqs).toEqual([1])
    h.broker.nack(first.link, 'orders', 'billing', 1, 4, { delayMs: 10_000 })
    await h.clock.settle()
    for (let i = 0; i < 5; i++) await h.publish({ queue: 'orders' })
    await h.clock.advance(10_000)
    const [ofFirst = 0, ofSecond = 0] = h.broker
      .subscription('orders', 'billing')
      .consumers.map(({ inFlight }) => inFlight)
    expect([ofFirst > 0, ofSecond > ofFirst]).toEqual([true, true])
    for (const { message, attempt } of second.outlet.deliveries) {
      h.broker.ack(second.link, 'orders', 'billing', message.seq, attempt)
    }
    await h.clock.settle()
    expect(second.outlet.seqs.at(-1)).toBe(1)
    await h.publish({ queue: 'orders' })
    expect(first.outlet.seqs.at(-1)).toBe(h.broker.queue('orders').lastSeq)
  })

  it('is still one after a restart', async () => {
    const h = await withSuspect()
    await h.clock.advance(1_000)
    await h.crash()
    expect((await h.consumer(billing)).outlet.seqs).toEqual([1])
  })
})

describe('time to live', () => {
  it('is looked at before every try, not only the first', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    await h.publish({ queue: 'orders', ttlMs: 5_000, key: 'a' })
    await h.publish({ queue: 'orders', key: 'a' })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 6_000 })
    await h.clock.advance(6_000)
    expect(outlet.seqs).toEqual([1, 2])
    expect(h.memory.letters).toEqual([])
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ retrying: 0, inFlight: 1, pending: 0 })
  })

  it('does not end what is in flight', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    await h.publish({ queue: 'orders', ttlMs: 1_000 })
    await h.clock.advance(5_000)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    const ref = { seq: 1, ord: 0, event: 'created', expiresAt: 1, only: null, publishedAt: 0 }
    expect(h.broker.deliveries('orders', ref)).toMatchObject([{ state: 'acked' }])
  })
})

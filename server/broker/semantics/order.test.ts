import { describe, expect, it } from 'vitest'
import { Harness, type TestClient } from '../testing/harness.ts'

const billing = { queue: 'orders', name: 'billing' } as const

function ack(h: Harness, { link }: TestClient, seq: number, attempt = 1): Promise<void> {
  h.broker.ack(link, 'orders', 'billing', seq, attempt)
  return h.clock.settle()
}

describe('keys', () => {
  it('lets one of a key go at a time, whichever consumer has it', async () => {
    const h = await new Harness().start()
    const first = await h.consumer(billing)
    const second = await h.consumer(billing)
    for (const key of ['a', 'b', 'a', 'b', 'a']) h.send({ queue: 'orders', key })
    await h.clock.settle()
    expect([first.outlet.seqs, second.outlet.seqs]).toEqual([[1], [2]])
    h.broker.nack(first.link, 'orders', 'billing', 1, 1, { delayMs: 5_000 })
    await ack(h, second, 2)
    // b went on, with whoever had room; a waits for its retry.
    expect([...first.outlet.seqs, ...second.outlet.seqs].sort()).toEqual([1, 2, 4])
    await h.clock.advance(5_000)
    expect([...first.outlet.seqs, ...second.outlet.seqs].sort()).toEqual([1, 1, 2, 4])
  })

  it('holds a key over a restart while its first is between two tries', async () => {
    const h = await new Harness().start()
    const before = await h.consumer(billing)
    for (const key of ['a', 'a', 'b']) h.send({ queue: 'orders', key })
    await h.clock.settle()
    h.broker.nack(before.link, 'orders', 'billing', 1, 1, { delayMs: 60_000 })
    await h.clock.advance(1_000)
    await h.crash()
    const after = await h.consumer(billing)
    expect(after.outlet.seqs).toEqual([3])
    await ack(h, after, 3, 2)
    await h.clock.advance(60_000)
    expect(after.outlet.seqs).toEqual([3, 1])
    await ack(h, after, 1, 2)
    expect(after.outlet.seqs).toEqual([3, 1, 2])
  })

  it('parks thousands behind a hot key, sends them one by one in order, and other keys go on', async () => {
    const h = await new Harness().start()
    const consumers = [await h.consumer(billing), await h.consumer(billing)]
    const order: number[] = []
    let held = 0
    for (const client of consumers) {
      client.outlet.onDelivery = ({ message, attempt }) => {
        if (message.key !== 'hot') return h.broker.ack(client.link, 'orders', 'billing', message.seq, attempt)
        expect(++held).toBe(1)
        order.push(message.seq)
        h.clock.soon(() => {
          held--
          h.broker.ack(client.link, 'orders', 'billing', message.seq, attempt)
        })
      }
    }
    for (let i = 0; i < 5_000; i++) {
      h.send({ queue: 'orders', key: 'hot' })
      h.send({ queue: 'orders', key: `cold ${i % 7}` })
    }
    await h.clock.settle()
    expect(order).toEqual(Array.from({ length: 5_000 }, (_, i) => 2 * i + 1))
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ pending: 0, inFlight: 0, floor: 10_000 })
  })

  it('stops at so many open ones, says so, and goes on when there is room', async () => {
    const h = await new Harness({ limits: { openMax: 3 } }).start()
    const client = await h.consumer(billing)
    for (const key of ['a', 'a', 'a', 'b', 'a']) h.send({ queue: 'orders', key })
    await h.clock.settle()
    expect(client.outlet.seqs).toEqual([1])
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ state: 'full', pending: 4 })
    await ack(h, client, 1)
    expect(client.outlet.seqs).toEqual([1, 2, 4])
  })
})

describe('ordered', () => {
  it('treats all messages as one key: over failures, and across consumers', async () => {
    const h = await new Harness().start()
    const first = await h.consumer({ ...billing, ordered: true })
    const second = await h.consumer(billing)
    for (let i = 0; i < 3; i++) h.send({ queue: 'orders' })
    await h.clock.settle()
    expect([first.outlet.seqs, second.outlet.seqs]).toEqual([[1], []])
    h.broker.nack(first.link, 'orders', 'billing', 1, 1, { delayMs: 5_000 })
    await h.clock.advance(4_999)
    expect([first.outlet.seqs, second.outlet.seqs]).toEqual([[1], []])
    await h.clock.advance(1)
    expect([first.outlet.seqs, second.outlet.seqs]).toEqual([[1], [1]])
    await ack(h, second, 1, 2)
    expect([...first.outlet.seqs, ...second.outlet.seqs].sort()).toEqual([1, 1, 2])
  })
})

describe('ordered from now on', () => {
  it('sends what came back one at a time as well', async () => {
    const h = await new Harness().start()
    const first = await h.consumer(billing)
    for (let i = 0; i < 3; i++) h.send({ queue: 'orders' })
    await h.clock.settle()
    expect(first.outlet.seqs).toEqual([1, 2, 3])
    h.broker.disconnect(first.link)
    const second = await h.consumer({ ...billing, ordered: true, update: true })
    expect(second.outlet.seqs).toEqual([1])
    await ack(h, second, 1, 2)
    expect(second.outlet.seqs).toEqual([1, 2])
  })
})

describe('without a key', () => {
  it('tries a failed one again in its place, before what comes after it', async () => {
    const h = await new Harness().start()
    const client = await h.consumer({ ...billing, credit: 1 })
    for (let i = 0; i < 4; i++) h.send({ queue: 'orders' })
    await h.clock.settle()
    h.broker.nack(client.link, 'orders', 'billing', 1, 1, { delayMs: 1_000 })
    await h.clock.settle()
    expect(client.outlet.seqs).toEqual([1, 2])
    await h.clock.advance(1_000)
    await ack(h, client, 2)
    expect(client.outlet.seqs).toEqual([1, 2, 1])
    await ack(h, client, 1, 2)
    expect(client.outlet.seqs).toEqual([1, 2, 1, 3])
  })

  it('sends what came back by its place, not by when it came back', async () => {
    const h = await new Harness().start()
    const client = await h.consumer({ ...billing, credit: 2 })
    for (let i = 0; i < 4; i++) h.send({ queue: 'orders' })
    await h.clock.settle()
    h.broker.nack(client.link, 'orders', 'billing', 2, 1, { delayMs: 1_000 })
    await h.clock.advance(500)
    h.broker.nack(client.link, 'orders', 'billing', 1, 1, { delayMs: 1_000 })
    await h.clock.advance(1_000)
    expect(client.outlet.seqs).toEqual([1, 2, 3, 4])
    await ack(h, client, 3)
    await ack(h, client, 4)
    expect(client.outlet.seqs).toEqual([1, 2, 3, 4, 1, 2])
  })

  it('gives competing consumers turns', async () => {
    const h = await new Harness().start()
    const first = await h.consumer(billing)
    const second = await h.consumer(billing)
    for (let i = 0; i < 4; i++) h.send({ queue: 'orders' })
    await h.clock.settle()
    expect([first.outlet.seqs, second.outlet.seqs]).toEqual([
      [1, 3],
      [2, 4],
    ])
  })
})

describe('exclusive', () => {
  it('promotes in the order in which they came, and the one that returns stands last', async () => {
    const h = await new Harness().start()
    const [a, b, c] = [
      await h.consumer({ ...billing, exclusive: true }),
      await h.consumer(billing),
      await h.consumer(billing),
    ]
    h.broker.disconnect(a.link)
    await h.clock.settle()
    expect([b.outlet.standings, c.outlet.standings]).toEqual([['billing active'], []])
    const d = await h.consumer(billing)
    h.broker.disconnect(b.link)
    await h.clock.settle()
    expect([c.outlet.standings, d.outlet.standings]).toEqual([['billing active'], []])
    await h.publish({ queue: 'orders' })
    expect([c.outlet.seqs, d.outlet.seqs]).toEqual([[1], []])
    const { consumers } = h.broker.subscription('orders', 'billing')
    expect(consumers.map(({ active }) => active)).toEqual([true, false])
  })

  it('passes over one that stands by and goes, and lets all work once it ends', async () => {
    const h = await new Harness().start()
    const a = await h.consumer({ ...billing, exclusive: true, credit: 1 })
    const b = await h.consumer({ ...billing, credit: 1 })
    const c = await h.consumer({ ...billing, credit: 1 })
    h.broker.disconnect(b.link)
    expect(c.outlet.standings).toEqual([])
    const update = h.broker.subscribe(a.link, a.outlet, { ...billing, exclusive: false, update: true })
    await h.clock.settle()
    await update
    expect(c.outlet.standings).toEqual(['billing active'])
    for (let i = 0; i < 2; i++) await h.publish({ queue: 'orders' })
    expect([...a.outlet.seqs, ...c.outlet.seqs].sort()).toEqual([1, 2])
  })
})

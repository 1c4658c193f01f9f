import { describe, expect, it } from 'vitest'
import { StorageError } from './ports.ts'
import { Harness } from './testing/harness.ts'

const billing = { queue: 'orders', name: 'billing' } as const

describe('failures', () => {
  it('tries again after 1 s doubling, ±20 %, and gives up after 5 with one letter that has every attempt', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    for (let attempt = 1; attempt < 5; attempt++) {
      h.broker.nack(link, 'orders', 'billing', 1, attempt, { reason: 'no stock' })
      await h.clock.advance(0.8 * 1_000 * 2 ** (attempt - 1) - 1)
      expect(outlet.deliveries).toHaveLength(attempt)
      await h.clock.advance(0.4 * 1_000 * 2 ** (attempt - 1) + 1)
      expect(outlet.deliveries.at(-1)).toMatchObject({ attempt: attempt + 1 })
    }
    h.broker.nack(link, 'orders', 'billing', 1, 5, { reason: 'no stock' })
    await h.clock.settle()
    expect(h.memory.letters).toMatchObject([{ seq: 1, reason: 'no stock', subscription: 'billing' }])
    expect(h.memory.letters[0]?.attempts).toHaveLength(5)
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ dead: 1, retrying: 0, inFlight: 0, floor: 1 })
  })

  it('keeps failure counts over a crash', async () => {
    const h = await new Harness().start()
    const first = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    h.broker.nack(first.link, 'orders', 'billing', 1, 1, { delayMs: 60_000 })
    await h.clock.settle()
    await h.crash()
    const second = await h.consumer(billing)
    expect(second.outlet.deliveries).toEqual([])
    await h.clock.advance(60_000)
    expect(second.outlet.deliveries).toMatchObject([{ attempt: 2 }])
  })

  it('does not try again before the failure is on disk', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    const open = h.memory.hold()
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 0 })
    await h.clock.settle()
    expect(outlet.deliveries).toHaveLength(1)
    open()
    await h.clock.settle()
    expect(outlet.deliveries).toHaveLength(2)
  })

  it('counts a passed deadline as a failure; extending starts the whole deadline again', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ ...billing, ackDeadlineMs: 10_000 })
    await h.publish({ queue: 'orders' })
    await h.clock.advance(9_000)
    await h.broker.settle(link, 'orders', { name: 'billing', acked: [], nacked: [], extend: [1] })
    await h.clock.advance(9_999)
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ inFlight: 1, retrying: 0 })
    await h.clock.advance(1)
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ inFlight: 0, retrying: 1 })
    await h.clock.advance(1_200)
    expect(outlet.deliveries.at(-1)?.attempt).toBe(2)
  })

  it('dead at once where a nack says so', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { dead: true, reason: 'malformed' })
    await h.clock.settle()
    expect(h.memory.letters).toMatchObject([{ reason: 'malformed' }])
  })
})

describe('departures', () => {
  it('gives back what was in flight, in its place, without a failure', async () => {
    const h = await new Harness().start()
    const first = await h.consumer({ ...billing, credit: 2 })
    for (let i = 0; i < 3; i++) await h.publish({ queue: 'orders' })
    h.broker.disconnect(first.link)
    const second = await h.consumer({ ...billing, credit: 3 })
    expect(second.outlet.deliveries.map(({ message, attempt }) => [message.seq, attempt])).toEqual([
      [1, 2],
      [2, 2],
      [3, 1],
    ])
    h.broker.ack(first.link, 'orders', 'billing', 1, 2)
    expect(h.broker.subscription('orders', 'billing').inFlight).toBe(3)
  })

  it('sends a message that was lost 3 times alone, and makes it dead after 20 deliveries', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders' })
    const seen: number[][] = []
    for (let life = 0; life < 22; life++) {
      const client = await h.consumer({ ...billing, from: 'start' })
      if (life === 0) await h.publish({ queue: 'orders' })
      seen.push(client.outlet.seqs)
      // Its neighbour is handled; the poison takes its consumer with it.
      const neighbour = client.outlet.deliveries.find(({ message }) => message.seq === 2)
      if (life >= 3 && neighbour) h.broker.ack(client.link, 'orders', 'billing', 2, neighbour.attempt)
      h.broker.disconnect(client.link)
      await h.clock.settle()
    }
    expect(seen.slice(0, 3)).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ])
    expect(seen[3]).toEqual([1])
    expect(h.memory.letters.map(({ seq }) => seq)).toEqual([1])
    expect(h.memory.letters[0]?.reason).toContain('20 deliveries')
  })

  it('drains: takes nothing new and leaves when the last one is settled', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ ...billing, credit: 1 })
    await h.publish({ queue: 'orders' })
    const left = h.broker.unsubscribe(link, 'orders', 'billing', 'drain')
    await h.publish({ queue: 'orders' })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await left
    expect(outlet.seqs).toEqual([1])
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ state: 'nobody', pending: 1 })
  })

  it('answers every drain, also one that a subscribe took back', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    const drains = ['drain', 'drain'] as const
    const left = Promise.all(drains.map((how) => h.broker.unsubscribe(link, 'orders', 'billing', how)))
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await left
    await h.broker.subscribe(link, outlet, billing)
    await h.publish({ queue: 'orders' })
    const undone = h.broker.unsubscribe(link, 'orders', 'billing', 'drain')
    await h.broker.subscribe(link, outlet, billing)
    await expect(undone).rejects.toMatchObject({ code: 'E_CONFLICT' })
    h.broker.ack(link, 'orders', 'billing', 2, 1)
    await h.publish({ queue: 'orders' })
    expect(outlet.seqs).toEqual([1, 2, 3])
  })

  it('promotes the next in line of an exclusive subscription', async () => {
    const h = await new Harness().start()
    const first = await h.consumer({ ...billing, exclusive: true })
    const second = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    expect(second.outlet.seqs).toEqual([])
    h.broker.disconnect(first.link)
    await h.clock.settle()
    expect(second.outlet.standings).toEqual(['billing active'])
    expect(second.outlet.seqs).toEqual([1])
  })
})

describe('settle', () => {
  it('answers what this connection did not hold, and once answered never delivers it again', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer({ ...billing, credit: 3 })
    for (let i = 0; i < 5; i++) await h.publish({ queue: 'orders' })
    const answer = h.broker.settle(link, 'orders', {
      name: 'billing',
      acked: [[2, 9]],
      nacked: [{ seq: 1, attempt: 7 }],
      extend: [],
    })
    await h.clock.settle()
    expect(await answer).toEqual({
      settled: 2,
      ignored: [
        [4, 9],
        [1, 1],
      ],
    })
    await h.crash()
    const again = await h.consumer({ ...billing, credit: 10 })
    expect(again.outlet.seqs).toEqual([1, 4, 5])
  })
})

describe('storage', () => {
  it('sends the same batch again, waits meanwhile, and refuses what does not fit', async () => {
    const h = await new Harness({ limits: { waitingBytes: 100 } }).start()
    await h.publish({ queue: 'orders' })
    h.memory.inject({ kind: 'fail', error: new StorageError('gone', true) })
    const first = h.send({ queue: 'orders', bytes: 60 })
    await h.clock.settle()
    expect(h.broker.status).toBe('storage')
    expect(first).toEqual([])
    expect(h.send({ queue: 'orders', bytes: 60 })).toMatchObject([{ kind: 'refused', error: { code: 'E_BUSY' } }])
    await h.clock.advance(100)
    expect(first).toMatchObject([{ kind: 'stored', seq: 2 }])
    expect(h.broker.status).toBe('running')
  })

  it('says that a log stands still, and keeps what waits for it', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders' })
    const letGo = h.memory.hold()
    const held = h.send({ queue: 'orders' })
    await h.clock.advance(4_999)
    expect(h.broker.status).toBe('running')
    await h.clock.advance(1)
    expect(h.broker.status).toBe('storage')
    expect(h.warnings).toHaveLength(1)
    const later = h.send({ queue: 'orders' })
    await h.clock.advance(60_000)
    letGo()
    await h.clock.settle()
    expect([...held, ...later]).toMatchObject([
      { kind: 'stored', seq: 2 },
      { kind: 'stored', seq: 3 },
    ])
    expect(h.broker.status).toBe('running')
    expect(h.warnings).toHaveLength(1)
  })

  it('refuses a batch that can never be stored, without using its seqs again', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders' })
    h.memory.inject({ kind: 'fail', error: new StorageError('no room', false) })
    expect(await h.publish({ queue: 'orders' })).toMatchObject({ kind: 'refused', error: { code: 'E_STORAGE' } })
    await h.clock.advance(5_000)
    expect(await h.publish({ queue: 'orders' })).toMatchObject({ kind: 'stored', seq: 3 })
  })

  it('stops for good when another process takes over', async () => {
    const h = await new Harness().start()
    const { outlet } = await h.consumer(billing)
    const pending = h.send({ queue: 'orders' })
    await h.memory.session().acquire(() => {})
    await h.clock.settle()
    expect(h.lost).toContain('another process')
    expect(h.broker.status).toBe('lost')
    expect(pending).toMatchObject([{ kind: 'refused', error: { code: 'E_CLOSING' } }])
    expect(outlet.deliveries).toEqual([])
  })

  it('drains: commits what was accepted and gives back what is in flight', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    await h.publish({ queue: 'orders' })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    const last = h.send({ queue: 'orders' })
    const drained = h.broker.drain()
    await h.clock.settle()
    await drained
    expect(last).toMatchObject([{ kind: 'stored', seq: 3 }])
    expect(h.send({ queue: 'orders' })).toMatchObject([{ kind: 'refused', error: { code: 'E_CLOSING' } }])
    await h.crash()
    const next = await h.consumer(billing)
    expect(next.outlet.deliveries.map(({ message, attempt }) => [message.seq, attempt])).toEqual([
      [2, 2],
      [3, 1],
    ])
  })
})

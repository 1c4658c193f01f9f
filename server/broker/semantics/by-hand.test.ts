import { describe, expect, it } from 'vitest'
import type { DeliveryAction } from '../api.ts'
import { Harness } from '../testing/harness.ts'

const billing = { queue: 'orders', name: 'billing' } as const

function act(h: Harness, seq: number, action: DeliveryAction['action'], reason?: string): Promise<{ seq: number }> {
  const answer = h.broker.actOnDelivery('orders', 'billing', seq, { action, reason })
  answer.catch(() => {})
  return h.clock.settle().then(() => answer)
}

describe('retry', () => {
  it('makes the next try of a retrying one due now, once that is on disk', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 60_000 })
    await h.clock.settle()
    const letGo = h.memory.hold()
    const answer = h.broker.actOnDelivery('orders', 'billing', 1, { action: 'retry' })
    await h.clock.settle()
    expect(outlet.seqs).toEqual([1])
    letGo()
    await h.clock.settle()
    expect(await answer).toEqual({ seq: 1 })
    expect(outlet.deliveries.map(({ attempt }) => attempt)).toEqual([1, 2])
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ inFlight: 1, retrying: 0 })
    h.broker.ack(link, 'orders', 'billing', 1, 2)
    await h.clock.advance(120_000)
    expect(outlet.seqs).toEqual([1, 1])
  })

  it('is refused in any other state, which it names', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer({ ...billing, credit: 2 })
    for (const key of ['a', 'b', 'b', 'c']) await h.publish({ queue: 'orders', key })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.settle()
    await expect(act(h, 2, 'retry')).rejects.toMatchObject({ code: 'E_CONFLICT', message: /2 is in flight on c1/ })
    await expect(act(h, 3, 'retry')).rejects.toMatchObject({ message: /3 waits for an earlier one with its key/ })
    await expect(act(h, 1, 'retry')).rejects.toMatchObject({ code: 'E_CONFLICT', message: /has settled 1/ })
    await expect(act(h, 9, 'retry')).rejects.toMatchObject({ code: 'E_CONFLICT', message: /has not come to 9/ })
    const nobody = h.broker.actOnDelivery('orders', 'nobody', 1, { action: 'retry' })
    await expect(nobody).rejects.toMatchObject({ code: 'E_NO_SUBSCRIPTION' })
  })
})

describe('what is not open', () => {
  it('is named as what it is: dead, purged, expired, never its own', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer({ ...billing, events: ['created'], credit: 1 })
    await h.publish({ queue: 'orders' })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { dead: true, reason: 'no stock' })
    await h.publish({ queue: 'orders' })
    await h.publish({ queue: 'orders', ttlMs: 1_000 })
    await h.publish({ queue: 'orders', event: 'deleted' })
    await h.clock.advance(1_000)
    h.broker.ack(link, 'orders', 'billing', 2, 1)
    for (let i = 0; i < 2; i++) await h.publish({ queue: 'orders' })
    const purged = h.broker.purge('orders', { subscription: 'billing' })
    await h.clock.settle()
    await purged
    const dead = { code: 'E_CONFLICT', message: '1 is dead: "no stock"; redrive its letter to send it again' }
    await expect(act(h, 1, 'retry')).rejects.toMatchObject(dead)
    await expect(act(h, 1, 'dead')).rejects.toMatchObject(dead)
    await expect(act(h, 2, 'retry')).rejects.toMatchObject({ message: 'billing has settled 2' })
    await expect(act(h, 3, 'retry')).rejects.toMatchObject({ message: /^3 is expired: It expired 0 ms ago/ })
    await expect(act(h, 4, 'retry')).rejects.toMatchObject({ message: '4 was never one of the messages of billing' })
    await expect(act(h, 5, 'dead')).rejects.toMatchObject({ message: /^5 is purged: It was purged 0 ms ago/ })
    await h.crash()
    await expect(act(h, 1, 'retry')).rejects.toMatchObject(dead)
    await expect(act(h, 5, 'retry')).rejects.toMatchObject({ code: 'E_CONFLICT', message: /^5 is purged/ })
    h.memory.failReads(1)
    await expect(act(h, 5, 'retry')).rejects.toMatchObject({ code: 'E_STORAGE' })
  })
})

describe('giving up', () => {
  it('takes one in flight from its holder, whose late acknowledgement is ignored', async () => {
    const h = await new Harness({ limits: { linkUnackedBytes: 60 } }).start()
    const { link, outlet } = await h.consumer({ ...billing, credit: 5 })
    for (const bytes of [50, 50]) await h.publish({ queue: 'orders', bytes })
    expect(outlet.seqs).toEqual([1])
    expect(await act(h, 1, 'dead', 'asked to')).toEqual({ seq: 1 })
    expect(h.memory.letters).toMatchObject([
      { seq: 1, reason: 'asked to', attempts: [{ attempt: 1, consumer: 'c1', reason: 'asked to' }] },
    ])
    expect(outlet.seqs).toEqual([1, 2])
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    const late = h.broker.settle(link, 'orders', { name: 'billing', acked: [[1, 1]], nacked: [], extend: [] })
    await h.clock.settle()
    expect(await late).toEqual({ settled: 0, ignored: [[1, 1]] })
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ dead: 1, inFlight: 1, pending: 0 })
    expect(h.memory.activities.at(-1)).toMatchObject({
      kind: 'deliveryGivenUp',
      subscription: 'billing',
      text: '1 of orders was given up for billing: "asked to".',
    })
    await h.clock.advance(31_000)
    expect(h.memory.letters).toHaveLength(1)
  })

  it('gives up one that is retrying, blocked or ready, and frees its key', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ ...billing, credit: 1 })
    for (const key of ['a', 'a', 'a', 'a']) await h.publish({ queue: 'orders', key })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 60_000 })
    await h.clock.settle()
    await act(h, 2, 'dead')
    expect(outlet.seqs).toEqual([1])
    await act(h, 1, 'dead')
    expect(outlet.seqs).toEqual([1, 3])
    h.broker.disconnect(link)
    await act(h, 3, 'dead')
    const next = await h.consumer(billing)
    expect(next.outlet.seqs).toEqual([4])
    expect(h.memory.letters.map(({ seq, reason }) => [seq, reason])).toEqual([
      [2, 'given up by hand'],
      [1, 'given up by hand'],
      [3, 'given up by hand'],
    ])
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ dead: 3, inFlight: 1, retrying: 0, pending: 0 })
    await h.clock.advance(120_000)
    expect(outlet.seqs).toEqual([1, 3])
  })

  it('gives up one whose message is no longer in memory, also before anybody came back after a restart', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    for (const key of ['a', 'a', 'b']) await h.publish({ queue: 'orders', key, payload: '{"n":1}' })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 60_000 })
    await h.clock.advance(1_000)
    await h.crash()
    await act(h, 1, 'dead')
    expect(h.memory.letters).toMatchObject([{ seq: 1, message: { payload: '{"n":1}' } }])
    const { outlet } = await h.consumer(billing)
    expect(outlet.seqs).toEqual([2, 3])
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ dead: 1, retrying: 0, inFlight: 2, pending: 0 })
  })

  it('is refused for one that is settled, or that it has not come to', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer({ ...billing, credit: 1 })
    for (let i = 0; i < 3; i++) await h.publish({ queue: 'orders' })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.settle()
    await expect(act(h, 1, 'dead')).rejects.toMatchObject({ code: 'E_CONFLICT', message: /has settled 1/ })
    await expect(act(h, 3, 'dead')).rejects.toMatchObject({
      code: 'E_CONFLICT',
      message: 'billing has not come to 3 yet, only to 2',
    })
    expect(h.memory.letters).toEqual([])
  })

  it('leaves no letter where its subscription was deleted while its message was being read', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 60_000 })
    await h.clock.settle()
    await h.crash()
    const answer = act(h, 1, 'dead')
    await Promise.all([h.broker.deleteSubscription('orders', 'billing'), h.clock.settle()])
    await expect(answer).rejects.toMatchObject({ code: 'E_NO_SUBSCRIPTION' })
    await h.clock.settle()
    expect(h.memory.letters).toEqual([])
  })

  it('answers a conflict where it was settled while its message was being read', async () => {
    const h = await new Harness({ limits: { keepMessageBytes: 10 } }).start()
    const { link } = await h.consumer({ ...billing, credit: 1 })
    await h.publish({ queue: 'orders', bytes: 50 })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 1_000 })
    await h.clock.settle()
    const twice = [1, 2].map(() => h.broker.actOnDelivery('orders', 'billing', 1, { action: 'dead' }))
    const outcomes = Promise.allSettled(twice)
    await h.clock.settle()
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(h.memory.letters).toHaveLength(1)
    expect(h.memory.repeatedLetters).toBe(0)
  })
})

describe('a subscription that is deleted meanwhile', () => {
  it('gets no letter', async () => {
    const h = await new Harness({ limits: { keepMessageBytes: 10 } }).start()
    const { link } = await h.consumer(billing)
    await h.publish({ queue: 'orders', bytes: 50 })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { delayMs: 1_000 })
    await h.clock.settle()
    const given = Promise.allSettled([h.broker.actOnDelivery('orders', 'billing', 1, { action: 'dead' })])
    const deleted = h.broker.deleteSubscription('orders', 'billing')
    await h.clock.settle()
    await deleted
    expect(await given).toMatchObject([{ status: 'rejected', reason: { code: 'E_NO_SUBSCRIPTION' } }])
    expect(h.memory.letters).toEqual([])
  })
})

describe('redelivering', () => {
  it('answers the seq of a copy, and leaves letters as they are', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { dead: true })
    await h.clock.settle()
    expect(await act(h, 1, 'redeliver')).toEqual({ seq: 2 })
    expect(outlet.seqs).toEqual([1, 2])
    expect(h.memory.letters).toHaveLength(1)
    expect(h.broker.subscription('orders', 'billing').dead).toBe(1)
    expect(h.memory.activities.at(-1)).toMatchObject({
      kind: 'deliveryRedelivered',
      text: '1 of orders was sent again to billing alone, as 2.',
    })
  })

  it('knows no message that is gone from the log, or never was', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.publish({ queue: 'orders' })
    await h.memory.trim({ floors: new Map([[1, 2]]), keepFrom: h.clock.now() + 1, lettersFrom: 0 })
    await expect(act(h, 1, 'redeliver')).rejects.toMatchObject({ code: 'E_NOT_FOUND' })
    await expect(act(h, 7, 'redeliver')).rejects.toMatchObject({ code: 'E_NOT_FOUND' })
  })
})

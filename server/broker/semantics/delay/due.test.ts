import { describe, expect, it } from 'vitest'
import { Harness } from '../../testing/harness.ts'
import { stored, storedIds } from '../../testing/stored.ts'

const MINUTE = 60_000

describe('a delayed message', () => {
  it('is on disk before its confirm, has no seq, and is nobody’s pending until it is due', async () => {
    const h = await new Harness().start()
    const { outlet } = await h.consumer({ queue: 'orders', name: 'billing' })
    const letGo = h.memory.hold()
    const outcome = h.send({ queue: 'orders', id: 'a', delayMs: 1_000 })
    await h.clock.settle()
    expect(outcome).toEqual([])
    letGo()
    await h.clock.settle()
    const dueAt = h.clock.now() + 1_000
    expect(outcome).toEqual([{ kind: 'scheduled', id: 'a', dueAt, duplicate: false }])
    expect(h.broker.queue('orders')).toMatchObject({ scheduled: 1, lastSeq: 0, pending: 0 })
    await h.clock.advance(999)
    expect(outlet.seqs).toEqual([])
    await h.clock.advance(1)
    expect(outlet.deliveries.map(({ message }) => [message.seq, message.id, message.publishedAt])).toEqual([
      [1, 'a', dueAt],
    ])
    expect(h.broker.queue('orders')).toMatchObject({ scheduled: 0, lastSeq: 1 })
    expect(await h.memory.nextDueAt()).toBeNull()
  })

  it('comes with others in the order in which they are due, then as they were put, however many pages', async () => {
    const h = await new Harness({ limits: { duePage: 3 } }).start()
    const delays = [500, 100, 300, 100, 200, 100, 100, 400]
    for (const [i, delayMs] of delays.entries()) h.send({ queue: 'orders', id: `m${i}`, delayMs })
    await h.clock.settle()
    await h.clock.advance(99)
    expect(storedIds(h)).toEqual([])
    await h.clock.advance(1)
    expect(storedIds(h)).toEqual(['m1', 'm3', 'm5', 'm6'])
    await h.clock.advance(400)
    expect(storedIds(h)).toEqual(['m1', 'm3', 'm5', 'm6', 'm4', 'm2', 'm7', 'm0'])
  })

  it('keeps that order where an id has to be looked up first', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', delayMs: 10 })
    for (const id of ['b', undefined, 'c']) h.send({ queue: 'orders', event: id ?? 'none', id, delayMs: 100 })
    await h.clock.advance(100)
    expect(stored(h).map(({ event }) => event)).toEqual(['created', 'b', 'none', 'c'])
  })

  it('takes its turn before one that was put earlier and is due later', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'late', delayMs: 10_000 })
    await h.publish({ queue: 'orders', id: 'soon', delayMs: 1_000 })
    await h.clock.advance(1_000)
    expect(storedIds(h)).toEqual(['soon'])
  })

  it('is moved when it comes into the log while others are being moved', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'a', delayMs: 100 })
    const letGo = h.memory.hold()
    await h.clock.advance(99)
    h.send({ queue: 'orders', id: 'b', delayMs: 1 })
    await h.clock.advance(1)
    letGo()
    await h.clock.settle()
    expect(storedIds(h)).toEqual(['a', 'b'])
  })

  it('gets its seq while the queue is paused, and goes to real-time subscribers', async () => {
    const h = await new Harness().start()
    const { outlet } = await h.consumer({ queue: 'orders', name: 'billing' })
    const ui = h.client('ui')
    await h.broker.subscribeRealtime(ui.link, ui.outlet, 'orders', ['*'])
    const paused = h.broker.pauseQueue('orders', true)
    await h.publish({ queue: 'orders', delayMs: 100 })
    await paused
    await h.clock.advance(100)
    expect(h.broker.queue('orders').lastSeq).toBe(1)
    expect(ui.outlet.messages.map(({ seq }) => seq)).toEqual([1])
    expect(outlet.seqs).toEqual([])
  })

  it('lives from when it is due', async () => {
    const h = await new Harness().start()
    const first = await h.consumer({ queue: 'orders', name: 'billing' })
    h.broker.disconnect(first.link)
    await h.publish({ queue: 'orders', id: 'short', delayMs: MINUTE, ttlMs: 1_000 })
    await h.publish({ queue: 'orders', id: 'long', delayMs: MINUTE, ttlMs: 10_000 })
    const dueAt = h.clock.now() + MINUTE
    await h.clock.advance(MINUTE)
    expect(stored(h).map(({ expiresAt }) => expiresAt)).toEqual([dueAt + 1_000, dueAt + 10_000])
    await h.clock.advance(5_000)
    const { outlet } = await h.consumer({ queue: 'orders', name: 'billing' })
    expect(outlet.deliveries.map(({ message }) => message.id)).toEqual(['long'])
  })

  it('is refused in real time; 0 is no delay', async () => {
    const h = await new Harness().start()
    expect(h.send({ queue: 'orders', delivery: 'realtime', delayMs: 1 })).toMatchObject([
      { kind: 'refused', error: { code: 'E_BAD_REQUEST', field: 'delayMs' } },
    ])
    expect(await h.publish({ queue: 'orders', delayMs: 0 })).toMatchObject({ kind: 'stored', seq: 1 })
  })

  it('is shown with the reason why nobody has it', async () => {
    const h = await new Harness().start()
    await h.consumer({ queue: 'orders', name: 'billing', events: ['created'] })
    await h.consumer({ queue: 'orders', name: 'audit', events: ['deleted'] })
    await h.publish({ queue: 'orders', delayMs: 12_000 })
    const ref = { seq: 0, ord: 0, event: 'created', expiresAt: null, only: null, publishedAt: h.clock.now() }
    const dueAt = h.clock.now() + 12_000
    expect(h.broker.deliveries('orders', { ...ref, dueAt })).toMatchObject([
      {
        name: 'billing',
        state: 'scheduled',
        why: 'It is due in 12 s; until then it is not in the queue, and billing does not wait for it.',
      },
    ])
  })

  it('is refused where too much waits to be stored', async () => {
    const h = await new Harness({ limits: { waitingBytes: 100 } }).start()
    expect(h.send({ queue: 'orders', delayMs: 1, bytes: 60 })).toEqual([])
    expect(h.send({ queue: 'orders', delayMs: 1, bytes: 60 })).toMatchObject([{ error: { code: 'E_BUSY' } }])
  })
})

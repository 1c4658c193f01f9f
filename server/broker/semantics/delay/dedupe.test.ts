import { describe, expect, it } from 'vitest'
import { Harness } from '../../testing/harness.ts'
import { storedIds } from '../../testing/stored.ts'

const MINUTE = 60_000

describe('dedupe of delayed messages', () => {
  it('answers a repeat with when the first is due, delayed or not, also before its commit', async () => {
    const h = await new Harness().start()
    const input = { queue: 'orders', id: 'a' }
    const dueAt = h.clock.now() + MINUTE
    const first = h.send({ ...input, delayMs: MINUTE })
    const twins = [h.send({ ...input, delayMs: 5 }), h.send(input)]
    await h.clock.settle()
    const duplicate = { kind: 'scheduled', id: 'a', dueAt, duplicate: true }
    expect(first).toMatchObject([{ kind: 'scheduled', dueAt, duplicate: false }])
    expect(twins).toEqual([[duplicate], [duplicate]])
    expect(await h.publish({ ...input, delayMs: 7 })).toEqual(duplicate)
    expect(await h.publish(input)).toEqual(duplicate)
    expect(h.broker.queue('orders')).toMatchObject({ scheduled: 1, lastSeq: 0 })
  })

  it('answers a delayed repeat of a queued one with its seq', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'a' })
    const again = await h.publish({ queue: 'orders', id: 'a', delayMs: 10 })
    expect(again).toEqual({ kind: 'stored', id: 'a', seq: 1, duplicate: true })
  })

  it('remembers over a restart, and knows the seq once it was due', async () => {
    const h = await new Harness().start()
    const dueAt = h.clock.now() + MINUTE
    await h.publish({ queue: 'orders', id: 'a', delayMs: MINUTE })
    await h.crash()
    expect(h.broker.queue('orders').scheduled).toBe(1)
    expect(await h.publish({ queue: 'orders', id: 'a' })).toEqual({
      kind: 'scheduled',
      id: 'a',
      dueAt,
      duplicate: true,
    })
    await h.clock.advance(MINUTE)
    const seen = { kind: 'stored', id: 'a', seq: 1, duplicate: true }
    expect(await h.publish({ queue: 'orders', id: 'a', delayMs: 1 })).toEqual(seen)
    await h.crash()
    expect(await h.publish({ queue: 'orders', id: 'a', delayMs: 1 })).toEqual(seen)
  })

  it('answers with its seq while it is being moved', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'a', delayMs: 10 * MINUTE })
    await h.clock.advance(10 * MINUTE - 1)
    const letGo = h.memory.hold()
    await h.clock.advance(1)
    const again = h.send({ queue: 'orders', id: 'a' })
    letGo()
    await h.clock.settle()
    expect(again).toMatchObject([{ kind: 'stored', seq: 1, duplicate: true }])
    expect(storedIds(h)).toEqual(['a'])
  })

  it('never lets a second one replace the first, however long it has been scheduled', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'a', delayMs: 60 * MINUTE })
    const dueAt = h.clock.now() + 60 * MINUTE
    await h.clock.advance(10 * MINUTE)
    const twice = [h.send({ queue: 'orders', id: 'a', delayMs: 1 }), h.send({ queue: 'orders', id: 'a', delayMs: 2 })]
    await h.clock.settle()
    const duplicate = { kind: 'scheduled', id: 'a', dueAt, duplicate: true }
    expect(twice).toEqual([[duplicate], [duplicate]])
    expect(h.broker.queue('orders').scheduled).toBe(1)
  })

  it('refuses one whose id cannot be looked up, and stores it when asked again', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', delayMs: MINUTE })
    h.memory.failReads(1)
    expect(await h.publish({ queue: 'orders', id: 'a', delayMs: MINUTE })).toMatchObject({
      kind: 'refused',
      error: { code: 'E_STORAGE' },
    })
    expect(await h.publish({ queue: 'orders', id: 'a', delayMs: MINUTE })).toMatchObject({ duplicate: false })
  })
})

import { describe, expect, it } from 'vitest'
import type { PublishOutcome } from '../../api.ts'
import { StorageError } from '../../ports.ts'
import { gate } from '../../testing/gate.ts'
import { Harness } from '../../testing/harness.ts'
import { storedIds } from '../../testing/stored.ts'

const MINUTE = 60_000

describe('faults', () => {
  /** Commits: 0 stores three, 1 a fourth, 2 and 3 move those that are due. It dies in commit `at`, written or not. */
  async function runWithCrash(at: number, written: boolean): Promise<{ h: Harness; outcomes: PublishOutcome[][] }> {
    const h = await new Harness({ limits: { duePage: 2 } }).start()
    await h.publish({ queue: 'orders', id: 'first' })
    for (let i = 0; i < at; i++) h.memory.inject({ kind: 'pass' })
    h.memory.inject({ kind: 'crash', written })
    const outcomes = ['a', 'b', 'c'].map((id) => h.send({ queue: 'orders', id, delayMs: 100 }))
    await h.clock.settle()
    outcomes.push(h.send({ queue: 'orders', id: 'd', delayMs: 150 }))
    await h.clock.advance(120)
    await h.crash()
    await h.clock.advance(1_000)
    return { h, outcomes }
  }

  it('loses and doubles nothing, wherever the process dies', async () => {
    for (let at = 0; at < 4; at++) {
      for (const written of [false, true]) {
        const { h, outcomes } = await runWithCrash(at, written)
        const ids = storedIds(h)
        expect(new Set(ids).size, `${at} ${written}`).toBe(ids.length)
        const confirmed = outcomes.flat().flatMap((outcome) => (outcome.kind === 'scheduled' ? [outcome.id] : []))
        expect(ids, `${at} ${written}`).toEqual(expect.arrayContaining(confirmed))
        expect(h.broker.queue('orders').scheduled).toBe(0)
        expect(await h.memory.nextDueAt()).toBeNull()
      }
    }
  })

  it('refuses what is too much to wait for the log, also while ids are looked up', async () => {
    const h = await new Harness({ limits: { waitingBytes: 1_000 } }).start()
    await h.publish({ queue: 'orders', id: 'first', delayMs: MINUTE })
    const lookups = gate()
    const find = h.memory.findScheduled.bind(h.memory)
    h.memory.findScheduled = (...id) => lookups.passed.then(() => find(...id))
    const send = (i: number) => h.send({ queue: 'orders', id: `id-${i}`, delayMs: MINUTE, bytes: 100 })
    const outcomes = Array.from({ length: 15 }, (_, i) => send(i))
    await h.clock.settle()
    expect(outcomes.flat()).toMatchObject(Array(5).fill({ kind: 'refused', error: { code: 'E_BUSY' } }))
    lookups.open()
    await h.clock.settle()
    expect(outcomes.slice(0, 10).flat()).toMatchObject(Array(10).fill({ kind: 'scheduled' }))
    expect(await h.publish({ queue: 'orders', bytes: 1_000 })).toMatchObject({ kind: 'stored' })
  })

  it('moves what became due while no broker ran', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'a', delayMs: MINUTE })
    const drained = h.broker.drain()
    await h.clock.settle()
    await drained
    await h.clock.advance(5 * MINUTE)
    expect(storedIds(h)).toEqual([])
    await h.crash()
    await h.clock.settle()
    expect(storedIds(h)).toEqual(['a'])
  })

  it('moves nothing any more once the broker is closing', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'a', delayMs: 100 })
    const letGo = h.memory.hold()
    h.send({ queue: 'orders', id: 'last' })
    await h.clock.settle()
    const drained = h.broker.drain()
    await h.clock.advance(100)
    letGo()
    await h.clock.settle()
    await drained
    expect(storedIds(h)).toEqual(['last'])
    await h.crash()
    await h.clock.settle()
    expect(storedIds(h)).toEqual(['last', 'a'])
  })

  it('tries a refused batch again', async () => {
    const h = await new Harness().start()
    for (const id of ['a', 'b']) await h.publish({ queue: 'orders', id, delayMs: 100 })
    h.memory.inject({ kind: 'fail', error: new StorageError('no room', false) })
    await h.clock.advance(100)
    expect(storedIds(h)).toEqual([])
    expect(h.broker.queue('orders').scheduled).toBe(2)
    await h.clock.advance(10_000)
    expect(storedIds(h)).toEqual(['a', 'b'])
    expect(h.broker.queue('orders').scheduled).toBe(0)
  })

  it('refuses a delayed publish that cannot be stored, and forgets it', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders' })
    h.memory.inject({ kind: 'fail', error: new StorageError('no room', false) })
    const refused = await h.publish({ queue: 'orders', id: 'a', delayMs: 100 })
    expect(refused).toMatchObject({ kind: 'refused', error: { code: 'E_STORAGE' } })
    await h.clock.advance(10_000)
    expect(h.broker.queue('orders')).toMatchObject({ scheduled: 0, lastSeq: 1 })
    expect(await h.memory.nextDueAt()).toBeNull()
    expect(await h.publish({ queue: 'orders', id: 'a', delayMs: 100 })).toMatchObject({ duplicate: false })
  })

  it('reads again what could not be read', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'a', delayMs: 100 })
    h.memory.failReads(1)
    await h.clock.advance(100)
    expect(storedIds(h)).toEqual([])
    expect(h.warnings).toEqual(['delayed messages could not be read, and are tried again'])
    await h.clock.advance(1_000)
    expect(storedIds(h)).toEqual(['a'])
  })
})

import { describe, expect, it } from 'vitest'
import { Harness } from '../../testing/harness.ts'
import { storedIds } from '../../testing/stored.ts'

const MINUTE = 60_000

async function cancel(h: Harness, id: string): Promise<boolean> {
  const answer = h.broker.cancelScheduled('orders', id)
  await h.clock.settle()
  return answer
}

describe('cancelling', () => {
  it('takes it out for good and frees its id', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'a', delayMs: MINUTE })
    expect(await cancel(h, 'a')).toBe(true)
    expect(h.broker.queue('orders').scheduled).toBe(0)
    expect(await cancel(h, 'a')).toBe(false)
    expect(h.memory.activities.slice(1)).toMatchObject([
      { kind: 'scheduledCancelled', queue: 'orders', text: 'The delayed message a was cancelled.' },
    ])
    expect(await h.publish({ queue: 'orders', id: 'a', delayMs: 2 * MINUTE })).toMatchObject({ duplicate: false })
    await h.clock.advance(MINUTE)
    expect(storedIds(h)).toEqual([])
    await h.clock.advance(MINUTE)
    expect(storedIds(h)).toEqual(['a'])
  })

  it('comes too late for one that is due or under way, and never was for an unknown one', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'a', delayMs: 100 })
    await h.clock.advance(99)
    const letGo = h.memory.hold()
    await h.clock.advance(1)
    expect(await cancel(h, 'a')).toBe(false)
    letGo()
    await h.clock.settle()
    expect(storedIds(h)).toEqual(['a'])
    expect(await cancel(h, 'a')).toBe(false)
    expect(await cancel(h, 'zzz')).toBe(false)
    await expect(h.broker.cancelScheduled('nowhere', 'a')).rejects.toMatchObject({ code: 'E_UNKNOWN_QUEUE' })
  })

  it('holds for one that becomes due before the cancellation is on disk', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'a', delayMs: 100 })
    await h.publish({ queue: 'orders', id: 'b', delayMs: 100 })
    const letGo = h.memory.hold()
    const cancelled = h.broker.cancelScheduled('orders', 'a')
    const twice = h.broker.cancelScheduled('orders', 'a')
    await h.clock.advance(5_000)
    letGo()
    await h.clock.advance(5_000)
    expect([await cancelled, await twice]).toEqual([true, false])
    expect(storedIds(h)).toEqual(['b'])
    expect(h.broker.queue('orders').scheduled).toBe(0)
  })

  it('holds for one that was read as due before, and answered after, the cancellation', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'a', delayMs: 100 })
    await h.publish({ queue: 'orders', id: 'b', delayMs: 100 })
    const letGo = h.memory.hold()
    const cancelled = h.broker.cancelScheduled('orders', 'a')
    await h.clock.settle()
    let answer = (): void => {}
    const due = h.memory.due.bind(h.memory)
    h.memory.due = async (...range) => {
      const page = await due(...range)
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return page
    }
    await h.clock.advance(100)
    letGo()
    await h.clock.settle()
    expect(await cancelled).toBe(true)
    h.memory.due = due
    answer()
    await h.clock.advance(5_000)
    expect(storedIds(h)).toEqual(['b'])
  })

  it('does not take back what was published with the same id after it', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'b', delayMs: MINUTE })
    await h.publish({ queue: 'orders', id: 'a', delayMs: MINUTE })
    const letGo = h.memory.hold()
    const cancelled = h.broker.cancelScheduled('orders', 'a')
    await h.clock.settle()
    const again = h.send({ queue: 'orders', id: 'a', delayMs: 30_000 })
    await h.clock.settle()
    letGo()
    await h.clock.settle()
    expect(await cancelled).toBe(true)
    expect(again).toMatchObject([{ kind: 'scheduled', duplicate: false }])
    expect(h.broker.queue('orders').scheduled).toBe(2)
    await h.clock.advance(30_000)
    expect(storedIds(h)).toEqual(['a'])
  })
})

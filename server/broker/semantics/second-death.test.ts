import { describe, expect, it, vi } from 'vitest'
import { Harness, type TestClient } from '../testing/harness.ts'

const billing = { queue: 'orders', name: 'billing' } as const

async function seekToStart(h: Harness): Promise<void> {
  const answer = h.broker.seek('orders', 'billing', 'start')
  await h.clock.settle()
  await answer
}

/** The delivery that came last dies. */
function die(h: Harness, { link, outlet }: TestClient, reason: string): void {
  const last = outlet.deliveries.at(-1)
  h.broker.nack(link, 'orders', 'billing', last?.message.seq ?? 0, last?.attempt ?? 0, { dead: true, reason })
}

/** One letter, the newest, and a count that says so. */
function expectOne(h: Harness, reason: string): void {
  expect(h.memory.letters.map((letter) => letter.reason)).toEqual([reason])
  expect(h.memory.repeatedLetters).toBe(0)
  expect(h.broker.subscription('orders', 'billing').dead).toBe(1)
}

describe('a second death of what was sent again by moving back', () => {
  it('replaces a letter that is in a commit when it is moved', async () => {
    const h = await new Harness().start()
    const client = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    const open = h.memory.hold()
    die(h, client, 'first')
    await h.clock.settle()
    const sought = h.broker.seek('orders', 'billing', 'start')
    await h.clock.settle()
    open()
    await h.clock.settle()
    await sought
    die(h, client, 'second')
    await h.clock.settle()
    expectOne(h, 'second')
  })

  it('replaces a letter that is not in a commit yet', async () => {
    const h = await new Harness().start()
    const client = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    const open = h.memory.hold()
    h.send({ queue: 'mails' })
    await h.clock.settle()
    die(h, client, 'first')
    const sought = h.broker.seek('orders', 'billing', 'start')
    await h.clock.settle()
    die(h, client, 'second')
    open()
    await h.clock.settle()
    await sought
    expectOne(h, 'second')
  })

  it('replaces it after a restart too', async () => {
    const h = await new Harness().start()
    const client = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    die(h, client, 'first')
    await h.clock.settle()
    await seekToStart(h)
    await h.crash()
    const next = await h.consumer(billing)
    die(h, next, 'second')
    await h.clock.settle()
    expectOne(h, 'second')
  })

  it('takes nothing off the count where the first letter was deleted', async () => {
    const h = await new Harness().start()
    const client = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    die(h, client, 'first')
    await h.clock.settle()
    const job = h.broker.deleteLetters({ queue: 'orders' })
    await h.clock.settle()
    await job
    await seekToStart(h)
    die(h, client, 'second')
    await h.clock.settle()
    expectOne(h, 'second')
  })

  it('counts none that was deleted while the list was read', async () => {
    const h = await new Harness().start()
    const client = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    die(h, client, 'first')
    await h.clock.settle()
    const page = await h.memory.lettersFrom([{ subscriptionId: 1, seq: 1 }], 100)
    expect(page).toHaveLength(1)
    let answer = (): void => undefined
    vi.spyOn(h.memory, 'lettersFrom').mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          answer = () => resolve(page)
        }),
    )
    const sought = h.broker.seek('orders', 'billing', 'start')
    await h.clock.settle()
    const deleted = h.broker.deleteLetters({}, {})
    await h.clock.settle()
    await deleted
    expect(h.memory.letters).toEqual([])
    answer()
    await h.clock.settle()
    await sought
    die(h, client, 'second')
    await h.clock.settle()
    expectOne(h, 'second')
  })
})

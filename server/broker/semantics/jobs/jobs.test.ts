import { describe, expect, it } from 'vitest'
import type { Harness, TestClient } from '../../testing/harness.ts'
import { ALL, copies, ids, redrive, withLetters } from '../../testing/letters.ts'

function autoAck(h: Harness, { link, outlet }: TestClient): void {
  outlet.onDelivery = ({ message, subscription, attempt }) =>
    h.broker.ack(link, message.queue, subscription, message.seq, attempt)
}

describe('pace', () => {
  it('sends at most so many per second', async () => {
    const h = await withLetters(25)
    const job = await redrive(h, ALL, { perSecond: 10 })
    expect(copies(h)).toHaveLength(1)
    await h.clock.advance(999)
    expect(copies(h)).toHaveLength(10)
    await h.clock.advance(1_000)
    expect(copies(h)).toHaveLength(20)
    expect(h.broker.job(job.id)).toMatchObject({ state: 'running', done: 20 })
    await h.clock.advance(1_000)
    expect(h.broker.job(job.id)).toMatchObject({ state: 'done', done: 25 })
  })

  it('keeps to it in pages too', async () => {
    const h = await withLetters(300)
    await redrive(h, ALL, { perSecond: 1_000 })
    expect(copies(h)).toHaveLength(100)
    await h.clock.advance(199)
    expect(copies(h)).toHaveLength(200)
    await h.clock.advance(1)
    expect(copies(h)).toHaveLength(300)
  })
})

describe('trying some first', () => {
  it('sends the rest only once these are settled', async () => {
    const h = await withLetters(10)
    const client = await h.consumer({ queue: 'orders', name: 'billing' })
    const job = await redrive(h, ALL, { tryFirst: 2 })
    await h.clock.advance(5_000)
    expect(copies(h)).toEqual(['m1', 'm2'])
    h.broker.ack(client.link, 'orders', 'billing', 11, 1)
    await h.clock.advance(5_000)
    expect(copies(h)).toEqual(['m1', 'm2'])
    h.broker.ack(client.link, 'orders', 'billing', 12, 1)
    await h.clock.advance(1_000)
    expect(copies(h)).toEqual(ids(10))
    expect(h.broker.job(job.id)).toMatchObject({ state: 'done', done: 10 })
  })

  it('fails where one of them dies again, and leaves the rest in the list', async () => {
    const h = await withLetters(10)
    const client = await h.consumer({ queue: 'orders', name: 'billing' })
    const job = await redrive(h, ALL, { tryFirst: 2 })
    h.broker.nack(client.link, 'orders', 'billing', 12, 1, { dead: true, reason: 'no stock' })
    await h.clock.advance(1_000)
    expect(h.broker.job(job.id)).toMatchObject({
      state: 'failed',
      done: 2,
      reason: '2 went first, and one of them died again: "no stock". The rest was left in the list.',
    })
    await h.clock.advance(60_000)
    expect(copies(h)).toEqual(['m1', 'm2'])
    expect(h.memory.letters).toHaveLength(9)
    expect(h.broker.subscription('orders', 'billing').dead).toBe(9)
  })

  it('tries one more first after a restart, because the others are not known any more', async () => {
    const h = await withLetters(10)
    await redrive(h, ALL, { tryFirst: 2 })
    await h.clock.advance(1_000)
    await h.crash()
    await h.clock.advance(5_000)
    expect(copies(h)).toEqual(['m1', 'm2', 'm3'])
    const client = await h.consumer({ queue: 'orders', name: 'billing' })
    autoAck(h, client)
    h.broker.ack(client.link, 'orders', 'billing', 13, 1)
    await h.clock.advance(1_000)
    expect(h.broker.jobs()[0]).toMatchObject({ state: 'done', done: 10 })
    expect(copies(h)).toEqual(ids(10))
  })
})

describe('cancelling a job', () => {
  it('stops after the page under way', async () => {
    const h = await withLetters(25)
    const job = await redrive(h, ALL, { perSecond: 10 })
    await h.clock.advance(500)
    const letGo = h.memory.hold()
    await h.clock.advance(100)
    const cancelled = h.broker.cancelJob(job.id)
    await h.clock.settle()
    expect(h.broker.job(job.id).state).toBe('running')
    letGo()
    await h.clock.settle()
    expect(await cancelled).toMatchObject({ state: 'cancelled', done: 7 })
    await h.clock.advance(60_000)
    expect(copies(h)).toEqual(ids(7))
    expect(h.memory.letters).toHaveLength(18)
    expect(h.memory.jobs.get(job.id)).toMatchObject({ state: 'cancelled', done: 7, endedAt: expect.any(Number) })
    await h.crash()
    await h.clock.advance(1_000)
    expect(copies(h)).toEqual(ids(7))
    expect(h.memory.activities.at(-1)?.text).toBe(
      '7 of 25 dead letters of billing in orders were sent again, then it was cancelled.',
    )
  })

  it('knows only jobs that run', async () => {
    const h = await withLetters(1)
    const job = await redrive(h)
    await expect(h.broker.cancelJob(job.id)).rejects.toMatchObject({ code: 'E_CONFLICT' })
    await expect(h.broker.cancelJob('nope')).rejects.toMatchObject({ code: 'E_NOT_FOUND' })
    expect(() => h.broker.job('nope')).toThrow('there is no job nope')
  })
})

describe('jobs', () => {
  it('deletes letters for good', async () => {
    const h = await withLetters(150)
    const answer = h.broker.deleteLetters({ ...ALL, reason: 'even' }, { expectedCount: 75 })
    await h.clock.settle()
    expect(h.broker.job((await answer).id)).toMatchObject({ kind: 'deleteDeadLetters', state: 'done', done: 75 })
    expect(h.memory.letters).toHaveLength(75)
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ dead: 75, pending: 0 })
    expect(copies(h)).toEqual([])
    await h.crash()
    expect(h.broker.subscription('orders', 'billing').dead).toBe(75)
  })

  it('lists the newest first, and the last 100 that ended', async () => {
    const h = await withLetters(1)
    const running = await redrive(h, ALL, { tryFirst: 1 })
    const made: string[] = []
    for (let i = 0; i < 105; i++) {
      made.push((await redrive(h, { queue: 'nothing' })).id)
      await h.clock.advance(1)
    }
    const listed = h.broker.jobs().map(({ id }) => id)
    expect(listed).toEqual([...made.slice(5).reverse(), running.id])
    await h.crash()
    await h.clock.advance(1_000)
    expect(h.broker.jobs()[0]?.id).toBe(made[104])
  })

  it('stops with the broker, and goes on with the next', async () => {
    const h = await withLetters(25)
    await redrive(h, ALL, { perSecond: 10 })
    await h.clock.advance(500)
    const drained = h.broker.drain()
    await h.clock.advance(10_000)
    await drained
    const before = copies(h).length
    expect(before).toBeLessThan(10)
    await h.crash()
    await h.clock.advance(10_000)
    expect(copies(h)).toEqual(ids(25))
    expect(h.broker.jobs()).toMatchObject([{ state: 'done', done: 25 }])
  })
})

describe('a deletion that begins later', () => {
  it('deletes nothing until then, and nothing where it is called off; who did both is told', async () => {
    const h = await withLetters(3)
    const by = { kind: 'dashboard' as const, name: 'Ada', address: null }
    const asked = h.broker.deleteLetters(ALL, { delayMs: 10_000, by })
    await h.clock.advance(9_999)
    const { id } = await asked
    expect(h.memory.letters).toHaveLength(3)
    const cancelled = h.broker.cancelJob(id, { ...by, name: 'Bob' })
    await h.clock.settle()
    expect(await cancelled).toMatchObject({ state: 'cancelled', done: 0, total: 3, by })
    await h.clock.advance(60_000)
    expect(h.memory.letters).toHaveLength(3)
    // The job stays Ada's, also after a restart.
    await h.crash()
    expect(h.broker.jobs()).toMatchObject([{ state: 'cancelled', by }])
    expect(h.memory.activities.slice(-2).map(({ by: who, text }) => [who.name, text])).toEqual([
      ['Ada', 'The deletion of 3 dead letters of billing in orders was asked for, to begin in 10 s.'],
      ['Bob', 'The deletion of 3 dead letters of billing in orders was called off before it began.'],
    ])
  })

  it('begins by itself, also after a crash, and not before its time', async () => {
    const h = await withLetters(3)
    const asked = h.broker.deleteLetters(ALL, { delayMs: 10_000 })
    await h.clock.settle()
    const { id } = await asked
    await h.crash()
    await h.clock.advance(5_000)
    expect(h.memory.letters).toHaveLength(3)
    await h.clock.advance(5_000)
    expect(h.memory.letters).toEqual([])
    expect(h.broker.job(id)).toMatchObject({ state: 'done', done: 3 })
  })
})

import { describe, expect, it, vi } from 'vitest'
import type { RedriveOptions } from '../api.ts'
import type { Job, LetterFilter } from '../model.ts'
import { StorageError } from '../ports.ts'
import { Harness, type TestClient } from '../testing/harness.ts'

const ALL: LetterFilter = { queue: 'orders', subscription: 'billing' }

/** A broker with so many dead letters of billing, seqs 1, 2, …; whoever had them is gone. */
async function withLetters(count: number, options: ConstructorParameters<typeof Harness>[0] = {}): Promise<Harness> {
  const h = await new Harness(options).start()
  const { link } = await h.consumer({ queue: 'orders', name: 'billing', credit: 1_000 })
  for (let i = 1; i <= count; i++) h.send({ queue: 'orders', id: `m${i}` })
  await h.clock.settle()
  for (let seq = 1; seq <= count; seq++) {
    h.broker.nack(link, 'orders', 'billing', seq, 1, { dead: true, reason: seq % 2 === 0 ? 'even' : 'odd' })
  }
  await h.clock.settle()
  h.broker.disconnect(link)
  await h.clock.advance(1_000)
  return h
}

async function redrive(h: Harness, selection: LetterFilter = ALL, options: RedriveOptions = {}): Promise<Job> {
  const answer = h.broker.redrive(selection, options)
  await h.clock.settle()
  return answer
}

/** Ids of the copies in the log, in order. */
function copies(h: Harness): string[] {
  return [...h.memory.queues.values()].flatMap(({ messages }) =>
    messages.filter(({ only }) => only !== null).map(({ id }) => id),
  )
}

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `m${i + 1}`)
}

function autoAck(h: Harness, { link, outlet }: TestClient): void {
  outlet.onDelivery = ({ message, subscription, attempt }) =>
    h.broker.ack(link, message.queue, subscription, message.seq, attempt)
}

describe('redrive', () => {
  it('sends each letter again as a copy, oldest first, and takes it out of the list', async () => {
    const h = await withLetters(250)
    const job = await redrive(h)
    expect(job).toMatchObject({ kind: 'redrive', state: 'running', total: 250, done: 0, endedAt: null })
    expect(copies(h)).toEqual(ids(250))
    expect(h.memory.letters).toEqual([])
    expect(h.broker.job(job.id)).toMatchObject({ state: 'done', done: 250, reason: null })
    expect(h.memory.jobs.get(job.id)).toMatchObject({ state: 'done', done: 250 })
    expect(h.broker.subscription('orders', 'billing')).toMatchObject({ dead: 0, pending: 250 })
    expect(h.memory.activities.slice(2).map(({ kind, text }) => [kind, text])).toEqual([
      ['deadLettersRedriven', '250 dead letters of billing in orders were sent again.'],
    ])
  })

  it('means what the filter means, and of the items those that are there', async () => {
    const h = await withLetters(6)
    const items = [2, 5, 99].map((seq) => ({ queue: 'orders', subscription: 'billing', seq }))
    expect(await redrive(h, { items })).toMatchObject({ total: 2 })
    expect(copies(h)).toEqual(['m2', 'm5'])
    expect(await redrive(h, { ...ALL, reason: 'even' })).toMatchObject({ total: 2 })
    expect(copies(h)).toEqual(['m2', 'm5', 'm4', 'm6'])
    expect(await redrive(h, { queue: 'other' })).toMatchObject({ total: 0 })
    expect(h.broker.jobs()[0]).toMatchObject({ state: 'done', total: 0 })
  })

  it('does nothing where another count was expected', async () => {
    const h = await withLetters(3)
    await expect(redrive(h, ALL, { expectedCount: 4 })).rejects.toMatchObject({
      code: 'E_CONFLICT',
      field: 'expectedCount',
      message: 'the selection holds 3 dead letters, not 4; look at them again',
    })
    expect(copies(h)).toEqual([])
    expect(h.broker.jobs()).toEqual([])
    expect(await redrive(h, ALL, { expectedCount: 3 })).toMatchObject({ total: 3 })
  })

  it('says why the list cannot be read, and makes no job', async () => {
    const h = await withLetters(1)
    h.memory.failReads(1)
    await expect(redrive(h)).rejects.toMatchObject({ code: 'E_STORAGE' })
    expect(h.broker.jobs()).toEqual([])
  })

  it('leaves what dies while it runs: it ends, although every copy dies again', async () => {
    const h = await withLetters(200)
    const { link, outlet } = await h.consumer({ queue: 'orders', name: 'billing' })
    outlet.onDelivery = ({ message, attempt }) =>
      h.broker.nack(link, 'orders', 'billing', message.seq, attempt, { dead: true, reason: 'again' })
    await redrive(h)
    await h.clock.advance(10_000)
    expect(h.broker.jobs()[0]).toMatchObject({ state: 'done', done: 200 })
    expect(copies(h)).toEqual(ids(200))
    expect(h.memory.letters.map(({ reason }) => reason)).toEqual(Array.from({ length: 200 }, () => 'again'))
    expect(h.broker.subscription('orders', 'billing').dead).toBe(200)
  })

  it('leaves the letters of a subscription that is gone, and says how many', async () => {
    const h = await withLetters(3)
    const deleted = h.broker.deleteSubscription('orders', 'billing')
    await h.clock.settle()
    await deleted
    const job = await redrive(h)
    expect(h.broker.job(job.id)).toMatchObject({
      state: 'done',
      done: 0,
      reason: '3 were left in the list: their subscriptions no longer exist.',
    })
    expect(h.memory.letters).toHaveLength(3)
  })

  it('makes no double over a crash at any commit, and goes on by itself', async () => {
    for (let at = 0; at < 6; at++) {
      for (const written of [false, true]) {
        // Pages of 100 take two commits.
        const h = await withLetters(250, { limits: { batchMessages: 60 } })
        for (let i = 0; i < at; i++) h.memory.inject({ kind: 'pass' })
        h.memory.inject({ kind: 'crash', written })
        h.broker.redrive(ALL).catch(() => {})
        await h.clock.settle()
        await h.crash()
        await h.clock.advance(1_000)
        const ended = h.broker.jobs().map(({ state, done }) => [state, done])
        // The first commit is the job itself.
        expect(ended, `${at} ${written}`).toEqual(at === 0 && !written ? [] : [['done', 250]])
        await redrive(h)
        await h.clock.advance(1_000)
        expect([...copies(h)].sort(), `${at} ${written}`).toEqual(ids(250).sort())
        expect(h.memory.letters).toEqual([])
        expect(h.broker.subscription('orders', 'billing')).toMatchObject({ dead: 0, pending: 250 })
      }
    }
  })

  it('makes no double where several jobs mean the same letters', async () => {
    const h = await withLetters(250)
    const jobs = [h.broker.redrive(ALL), h.broker.redrive({ ...ALL, reason: 'even' }), h.broker.deleteLetters(ALL)]
    await h.clock.advance(10_000)
    await Promise.all(jobs)
    expect(h.broker.jobs().map(({ state }) => state)).toEqual(['done', 'done', 'done'])
    expect(new Set(copies(h)).size).toBe(copies(h).length)
    expect(h.memory.letters).toEqual([])
    const handled = h.broker.jobs().reduce((sum, { done }) => sum + done, 0)
    expect(handled).toBe(250)
  })

  it('waits where it is refused, and goes on', async () => {
    const h = await withLetters(3, { limits: { waitingBytes: 100 } })
    const job = await redrive(h, ALL, { perSecond: 1 })
    const letGo = h.memory.hold()
    const looks = vi.spyOn(h.memory, 'findLetters')
    h.send({ queue: 'orders', bytes: 90 })
    await h.clock.advance(1_000)
    const before = looks.mock.calls.length
    for (let i = 0; i < 3; i++) await h.clock.settle()
    expect(looks.mock.calls.length, 'looked again before it was time').toBe(before)
    expect(h.broker.job(job.id)).toMatchObject({ state: 'running', done: 1 })
    letGo()
    await h.clock.advance(5_000)
    expect(h.broker.job(job.id)).toMatchObject({ state: 'done', done: 3 })
    expect(copies(h)).toEqual(ids(3))
  })

  it('tries again what the log could not store, and reads again what it could not read', async () => {
    const h = await withLetters(3)
    h.memory.inject({ kind: 'pass' }, { kind: 'fail', error: new StorageError('no room', false) })
    const job = await redrive(h)
    expect(copies(h)).toEqual([])
    expect(h.memory.letters).toHaveLength(3)
    h.memory.failReads(1)
    await h.clock.advance(10_000)
    expect(h.broker.job(job.id)).toMatchObject({ state: 'done', done: 3 })
    expect(copies(h)).toEqual(ids(3))
  })
})

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

import { describe, expect, it, vi } from 'vitest'
import { StorageError } from '../../ports.ts'
import { Harness } from '../../testing/harness.ts'
import { ALL, copies, ids, redrive, withLetters } from '../../testing/letters.ts'

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
    expect(h.memory.activities.slice(2).map(({ kind, job: id, text }) => [kind, id, text])).toEqual([
      ['redriveStarted', job.id, 'A redrive of 250 dead letters of billing in orders began.'],
      ['deadLettersRedriven', job.id, '250 dead letters of billing in orders were sent again.'],
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
    // They stay, and count, until somebody deletes them; also after a restart.
    expect(h.broker.totals().queued.dead).toBe(3)
    await h.crash()
    await h.clock.settle()
    expect(h.broker.totals().queued.dead).toBe(3)
    const removed = h.broker.deleteLetters(ALL)
    await h.clock.advance(1_000)
    await removed
    expect(h.broker.totals().queued.dead).toBe(0)
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

  it('leaves none behind that was refused in the page of a crash', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer({ queue: 'orders', name: 'billing', credit: 1_000 })
    for (let i = 1; i <= 300; i++) h.send({ queue: 'orders', bytes: i === 50 ? 5_000 : 10 })
    await h.clock.settle()
    for (let seq = 1; seq <= 300; seq++) h.broker.nack(link, 'orders', 'billing', seq, 1, { dead: true })
    await h.clock.settle()
    const { storedBytes } = h.broker.queue('orders')
    const bounded = h.broker.updateQueue('orders', { maxBytes: storedBytes + 4_000 })
    await h.clock.settle()
    await bounded
    await redrive(h)
    expect(h.memory.letters).toHaveLength(201)
    await h.crash()
    const unbounded = h.broker.updateQueue('orders', { maxBytes: null })
    await h.clock.advance(1_000)
    await unbounded
    expect(h.broker.jobs()).toMatchObject([{ state: 'done', done: 300 }])
    expect(h.memory.letters).toEqual([])
  })

  it('fails where one is larger than the queue may hold, instead of trying for ever', async () => {
    const h = await withLetters(3)
    const bounded = h.broker.updateQueue('orders', { maxBytes: 1_024 })
    await h.clock.settle()
    await bounded
    const { link } = await h.consumer({ queue: 'orders', name: 'billing' })
    const unbounded = h.broker.updateQueue('orders', { maxBytes: null })
    await h.publish({ queue: 'orders', bytes: 2_000 })
    await unbounded
    h.broker.nack(link, 'orders', 'billing', 4, 1, { dead: true })
    await h.clock.advance(1)
    const again = h.broker.updateQueue('orders', { maxBytes: 1_024 })
    const purged = h.broker.purge('orders')
    await h.clock.settle()
    await Promise.all([again, purged])
    const job = await redrive(h)
    await h.clock.advance(2_000)
    expect(h.broker.job(job.id)).toMatchObject({
      state: 'failed',
      done: 3,
      reason:
        'One could not be sent: the message has 2 KiB, more than all that orders may hold: its maxBytes is 1 KiB. What had not gone was left in the list.',
    })
    expect(h.memory.letters).toHaveLength(1)
  })

  it('writes no activity about nothing', async () => {
    const h = await withLetters(1)
    const job = await redrive(h, { queue: 'nothing' })
    const deleted = h.broker.deleteLetters({ queue: 'nothing' })
    await h.clock.settle()
    expect([job.id, (await deleted).id].map((id) => h.broker.job(id).state)).toEqual(['done', 'done'])
    expect(h.memory.activities.filter(({ kind }) => kind.startsWith('deadLetters'))).toEqual([])
  })
})

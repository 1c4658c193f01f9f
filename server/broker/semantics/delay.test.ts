import { describe, expect, it } from 'vitest'
import type { PublishOutcome } from '../api.ts'
import { MemoryLog } from '../memory-log.ts'
import type { QueuedMessage } from '../model.ts'
import { StorageError } from '../ports.ts'
import { Harness } from '../testing/harness.ts'

const MINUTE = 60_000

/** Ids in the order of their seqs. */
function storedIds(h: Harness, queue = 'orders'): string[] {
  const found = [...h.memory.queues.values()].find(({ record }) => record.name === queue)
  return (found?.messages ?? []).map(({ id }) => id)
}

function stored(h: Harness): readonly QueuedMessage[] {
  return [...h.memory.queues.values()].flatMap(({ messages }) => messages)
}

async function cancel(h: Harness, id: string): Promise<boolean> {
  const answer = h.broker.cancelScheduled('orders', id)
  await h.clock.settle()
  return answer
}

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

describe('faults', () => {
  /** Commits: 0 stores three, 1 a fourth, 2 and 3 move those that are due. It dies in commit `at`, written or not. */
  async function runWithCrash(at: number, written: boolean): Promise<{ h: Harness; outcomes: PublishOutcome[][] }> {
    const h = await new Harness({ limits: { duePage: 2 } }, 1, new MemoryLog()).start()
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

import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gate } from '../testing/gate.ts'
import { Harness } from '../testing/harness.ts'

const billing = { queue: 'orders', name: 'billing' } as const

/** A broker that is about to start on a log where it has to count first; `open` lets it. */
async function starting(): Promise<{ h: Harness; boot: Promise<PromiseSettledResult<void>[]>; open: () => void }> {
  const h = await new Harness().start()
  h.broker.disconnect((await h.consumer({ ...billing, events: ['created'] })).link)
  for (let i = 0; i < 5; i++) await h.publish({ queue: 'orders' })
  await h.clock.advance(300)
  const before = new Map(h.memory.states)
  const purged = h.broker.purge('orders', { upToSeq: 3 })
  await h.clock.settle()
  await purged
  for (const [id, state] of before) h.memory.states.set(id, state)
  h.die()
  const reads = gate()
  const read = h.memory.read.bind(h.memory)
  h.memory.read = (...range) => reads.passed.then(() => read(...range))
  const boot = Promise.allSettled([h.boot()])
  await h.clock.settle()
  expect(h.broker.status).toBe('starting')
  return { h, boot, open: reads.open }
}

/** Rejections that nobody handles: each would end the process. */
let unhandled: unknown[] = []
const note = (error: unknown): unknown => unhandled.push(error)
beforeEach(() => {
  unhandled = []
  process.on('unhandledRejection', note)
})
afterEach(() => process.off('unhandledRejection', note))

describe('a broker that ends before it has started', () => {
  it('stays closed where it is drained', async () => {
    const { h, boot, open } = await starting()
    const drained = h.broker.drain()
    await h.clock.settle()
    await drained
    open()
    await h.clock.settle()
    expect(await boot).toMatchObject([{ status: 'rejected', reason: { code: 'E_CLOSING' } }])
    expect(h.broker.status).toBe('closing')
    expect(h.send({ queue: 'orders' })).toMatchObject([{ kind: 'refused', error: { code: 'E_CLOSING' } }])
  })

  it('stays lost where another takes the log', async () => {
    const { h, boot, open } = await starting()
    await h.memory.session().acquire(() => {})
    open()
    await h.clock.settle()
    expect(await boot).toMatchObject([{ status: 'rejected', reason: { code: 'E_CLOSING' } }])
    expect(h.broker.status).toBe('lost')
    expect(h.send({ queue: 'orders' })).toMatchObject([{ kind: 'refused', error: { code: 'E_CLOSING' } }])
  })
})

describe('draining', () => {
  it('is one, however often it is asked for', async () => {
    const h = await new Harness().start()
    const open = h.memory.hold()
    const sent = h.send({ queue: 'orders' })
    await h.clock.settle()
    const both = [h.broker.drain(), h.broker.drain()]
    await h.clock.settle()
    open()
    await h.clock.settle()
    await Promise.all(both)
    expect(sent).toMatchObject([{ kind: 'stored' }])
  })

  it('begins no trim after it, and complains of none', async () => {
    const h = await new Harness({ limits: { retentionMs: 60_000 } }).start()
    await h.publish({ queue: 'orders' })
    const reads = gate()
    const read = h.memory.read.bind(h.memory)
    h.memory.read = (...range) => reads.passed.then(() => read(...range))
    await h.clock.advance(61_000)
    const drained = h.broker.drain()
    await h.clock.settle()
    await drained
    reads.open()
    await h.clock.settle()
    expect(h.warnings).toEqual([])
  })
})

describe('a broker that loses the log', () => {
  it('while it removes what is old is not ended by that', async () => {
    const h = await new Harness({ limits: { retentionMs: 60_000 } }).start()
    await h.publish({ queue: 'orders' })
    await h.clock.advance(59_000)
    const open = h.memory.hold()
    await h.clock.advance(70_000)
    await h.memory.session().acquire(() => {})
    open()
    await h.clock.settle()
    await setImmediate()
    expect(h.broker.status).toBe('lost')
    expect(unhandled).toEqual([])
  })
})

describe('a restart', () => {
  it('is since when what it brought back waits', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    await h.publish({ queue: 'orders' })
    h.broker.ack(link, 'orders', 'billing', 2, 1)
    await h.clock.advance(300)
    await h.crash()
    const message = { seq: 1, ord: 0, event: 'created', expiresAt: null, only: null, publishedAt: 0 }
    const view = h.broker.delivery('orders', 'billing', message)
    expect(view).toMatchObject({ state: 'pending', since: h.clock.now() })
  })
})

import { describe, expect, it } from 'vitest'
import { Harness } from '../testing/harness.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const billing = { queue: 'orders', name: 'billing' } as const
const view = (h: Harness, name = 'billing') => h.broker.subscription('orders', name)
const kinds = (h: Harness, kind: string) => h.memory.activities.filter((activity) => activity.kind === kind)

async function keptFor(h: Harness, retentionMs: number): Promise<void> {
  const created = h.broker.createQueue('orders', { retentionMs })
  await h.clock.settle()
  await created
}

describe('age', () => {
  it('removes what is older, read or not, and counts what was not', async () => {
    const h = await new Harness().start()
    await keptFor(h, 10 * MINUTE)
    const { link } = await h.consumer(billing)
    h.broker.disconnect((await h.consumer({ queue: 'orders', name: 'away' })).link)
    h.broker.disconnect((await h.consumer({ queue: 'orders', name: 'picky', events: ['deleted'] })).link)
    for (const event of ['created', 'deleted', 'created']) await h.publish({ queue: 'orders', event })
    await h.clock.advance(5 * MINUTE)
    await h.publish({ queue: 'orders' })
    for (const [seq, attempt] of [
      [1, 1],
      [2, 11],
      [3, 11],
    ] as const)
      h.broker.ack(link, 'orders', 'billing', seq, attempt)
    await h.clock.advance(4 * MINUTE)
    expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 0 })
    await h.clock.advance(2 * MINUTE)
    expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 3, storedBytes: 24 })
    expect(view(h, 'away')).toMatchObject({ aged: 3, pending: 1, floor: 3 })
    expect(view(h, 'picky')).toMatchObject({ aged: 1, pending: 0, floor: 3 })
    expect(
      h.broker.delivery('orders', 'away', {
        seq: 2,
        ord: 0,
        event: 'deleted',
        expiresAt: null,
        only: null,
        publishedAt: 0,
      }),
    ).toMatchObject({ state: 'purged', why: expect.stringContaining('grew too old for orders') })
    await h.crash()
    expect(view(h, 'away')).toMatchObject({ aged: 3, pending: 1 })
    expect((await h.consumer({ queue: 'orders', name: 'away' })).outlet.seqs).toEqual([4])
  })

  it('takes what is in flight from its holder, and tells of one subscription at most once an hour', async () => {
    const h = await new Harness().start()
    await keptFor(h, MINUTE)
    const { link, outlet } = await h.consumer({ ...billing, ackDeadlineMs: 12 * HOUR })
    for (let i = 0; i < 5; i++) {
      await h.publish({ queue: 'orders' })
      await h.clock.advance(MINUTE)
    }
    await h.clock.advance(2 * MINUTE)
    expect(outlet.seqs).toEqual([1, 2, 3, 4, 5])
    expect(view(h)).toMatchObject({ inFlight: 0, aged: 5, floor: 5 })
    h.broker.ack(link, 'orders', 'billing', 5, 1)
    expect(kinds(h, 'retentionRemoved')).toMatchObject([
      {
        subscription: 'billing',
        text: '1 message of orders passed 1 m before billing had settled it, and was removed.',
      },
    ])
  })

  it('warns once, at 80 %, of what is unread, until that is settled', async () => {
    const h = await new Harness().start()
    await keptFor(h, 100 * MINUTE)
    h.broker.disconnect((await h.consumer(billing)).link)
    h.broker.disconnect((await h.consumer({ queue: 'orders', name: 'picky', events: ['deleted'] })).link)
    await h.publish({ queue: 'orders' })
    await h.clock.advance(79 * MINUTE)
    expect(view(h).warning).toBe(null)
    await h.clock.advance(6 * MINUTE)
    expect(view(h).warning).toBe('age')
    expect(view(h, 'picky').warning).toBe(null)
    expect(h.broker.queue('orders').warning).toBe('age')
    await h.clock.advance(5 * MINUTE)
    expect(kinds(h, 'retentionWarning')).toMatchObject([{ queue: 'orders', subscription: 'billing' }])
    const { link } = await h.consumer(billing)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.advance(MINUTE)
    expect(view(h).warning).toBe(null)
    await h.clock.advance(20 * MINUTE)
    expect(view(h)).toMatchObject({ aged: 0, warning: null })
  })

  it('warns of one event that waits among many others', async () => {
    const h = await new Harness({ limits: { pageMessages: 2 } }).start()
    await keptFor(h, 100 * MINUTE)
    h.broker.disconnect((await h.consumer({ ...billing, events: ['deleted'] })).link)
    for (let i = 0; i < 5; i++) await h.publish({ queue: 'orders' })
    await h.clock.advance(10 * MINUTE)
    await h.publish({ queue: 'orders', event: 'deleted' })
    await h.clock.advance(75 * MINUTE)
    const { reads } = h.memory
    await h.clock.advance(2 * MINUTE)
    expect(view(h).warning).toBe(null)
    expect(h.memory.reads).toBe(reads)
    await h.clock.advance(10 * MINUTE)
    expect(view(h).warning).toBe('age')
  })

  it('is 7 days by default, and follows the setting', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.advance(2 * HOUR)
    expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 0, retentionMs: 7 * DAY })
    const changed = h.broker.updateQueue('orders', { retentionMs: HOUR })
    await h.clock.advance(MINUTE)
    expect(await changed).toMatchObject({ retentionMs: HOUR })
    expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 1, storedBytes: 0 })
  })

  it('follows the log where that has dropped what nobody needs', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.advance(DAY + MINUTE)
    expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 1, storedBytes: 0 })
  })
})

describe('hold', () => {
  async function away(h: Harness, ms: number): Promise<void> {
    h.die()
    await h.clock.advance(ms)
    await h.boot()
  }

  it('removes nothing for a day after the broker was away for over an hour, also over a second restart', async () => {
    const h = await new Harness().start()
    await keptFor(h, 30 * MINUTE)
    h.broker.disconnect((await h.consumer(billing)).link)
    await h.publish({ queue: 'orders' })
    await away(h, 2 * HOUR)
    await h.clock.advance(10 * HOUR)
    expect(kinds(h, 'agingHeld')).toMatchObject([
      { text: 'The broker was away for 2 h: nothing is removed for its age for 1 d.' },
    ])
    await h.publish({ queue: 'other' })
    await away(h, MINUTE)
    await h.clock.advance(13 * HOUR)
    expect(view(h)).toMatchObject({ pending: 1, aged: 0, warning: null })
    await h.clock.advance(2 * HOUR)
    expect(view(h)).toMatchObject({ pending: 0, aged: 1 })
    expect(kinds(h, 'agingHeld')).toHaveLength(1)
  })

  it('does not hold after a short time away', async () => {
    const h = await new Harness().start()
    await keptFor(h, 30 * MINUTE)
    h.broker.disconnect((await h.consumer(billing)).link)
    await h.publish({ queue: 'orders' })
    await away(h, 50 * MINUTE)
    await h.clock.advance(2 * MINUTE)
    expect(view(h)).toMatchObject({ aged: 1 })
    expect(kinds(h, 'agingHeld')).toEqual([])
  })
})

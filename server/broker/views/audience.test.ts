import { describe, expect, it } from 'vitest'
import { Harness } from '../testing/harness.ts'

/** Billing's part in a message that nobody has published yet. */
const lookAt = (h: Harness, key?: string) => {
  const { now, waits } = h.broker.audience('orders', 'created', 'queued', key)
  return [...now.map(({ why }) => ['now', why]), ...waits.map(({ why }) => ['waits', why])]
}

describe('the audience of a message with a key', () => {
  it('waits for the one that has its key, and for no other', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer({ queue: 'orders', name: 'billing' })
    await h.publish({ queue: 'orders', key: 'a' })
    expect(lookAt(h, 'a')).toEqual([['waits', 'It waits for 1, which has the same key and is not settled.']])
    expect(lookAt(h, 'b')).toEqual([['now', 'It is connected and has nothing before it.']])
    expect(lookAt(h)).toEqual([['now', 'It is connected and has nothing before it.']])
    h.broker.nack(link, 'orders', 'billing', 1, 1, {})
    expect(lookAt(h, 'a')).toMatchObject([['waits', expect.stringContaining('same key')]])
    await h.clock.advance(2_000)
    h.broker.ack(link, 'orders', 'billing', 1, 2)
    expect(lookAt(h, 'a')).toMatchObject([['now', expect.any(String)]])
  })

  it('waits behind anything that is not settled where all is ordered', async () => {
    const h = await new Harness().start()
    await h.consumer({ queue: 'orders', name: 'billing', ordered: true })
    await h.publish({ queue: 'orders', key: 'a' })
    expect(lookAt(h, 'b')).toEqual([['waits', 'It takes one at a time; 1 is before it and not settled.']])
  })
})

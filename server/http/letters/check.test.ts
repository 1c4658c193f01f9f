import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import { giveUp } from '../testing/letters.ts'

const check = async (bench: Bench, filter: object) =>
  (await bench.ask('/dead-letters/check', { body: { filter } })).body

describe('what a redrive would come after', () => {
  it('counts letters whose subscription got a newer message with the same key', async () => {
    const bench = await Bench.start()
    await giveUp(bench, 'billing', 3, { reason: 'PSP 503' })
    expect(await check(bench, {})).toEqual({ looked: 3, withKey: 3, newer: 0, complete: true })
    await bench.publish({ key: '0' })
    // Not one of its events.
    await bench.publish({ key: '1', event: 'deleted' })
    expect(await check(bench, { subscription: 'billing' })).toEqual({ looked: 3, withKey: 3, newer: 1, complete: true })
    expect(await check(bench, { key: '1' })).toEqual({ looked: 1, withKey: 1, newer: 0, complete: true })
    expect(await check(bench, { queue: 'none' })).toEqual({ looked: 0, withKey: 0, newer: 0, complete: true })
  })

  it('has nothing to say about a subscription that is gone', async () => {
    const bench = await Bench.start()
    await giveUp(bench, 'billing', 1, { reason: 'PSP 503' })
    await bench.publish({ key: '0' })
    await bench.ask('/subscriptions/orders/billing', { method: 'DELETE' })
    expect(await check(bench, {})).toEqual({ looked: 1, withKey: 1, newer: 0, complete: true })
  })
})

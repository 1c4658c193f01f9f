import { expect, it } from 'vitest'
import { activity, job, message, minute, NOW, published } from '../records.ts'
import type { ContractWorld } from './world.ts'

/** What people began and did, and what a new owner must know of the time before it. */
export function peopleContract(world: ContractWorld): void {
  it('remembers a job as it was written last, whatever its filter holds', async () => {
    await world.start(1)
    const filter = {
      queue: 'orders',
      reason: 'it said "no" \u0000',
      until: NOW,
      items: [{ queue: 'orders', subscription: 'billing', seq: 7 }],
    }
    const by = { kind: 'api' as const, name: 'nightly', address: '10.0.0.7' }
    const first = job('1', { filter, perSecond: 10, tryFirst: 3, total: 5, startsAt: NOW + 9, by })
    const kept = { ...first, done: 5, state: 'failed' as const, reason: 'one died again', endedAt: NOW + 9 }
    await world.change({ kind: 'putJob', job: first }, { kind: 'putJob', job: { ...first, done: 2 } })
    expect((await world.restart()).jobs).toEqual([{ ...first, done: 2 }])
    await world.change({ kind: 'putJob', job: kept })
    expect((await world.restart()).jobs).toEqual([kept])
  })

  it('remembers every job that runs, and the last hundred that ended', async () => {
    await world.start(1)
    const ended = Array.from({ length: 110 }, (_, i) =>
      job(`ended-${i}`, { createdAt: NOW + i, endedAt: NOW + 1_000 + i, state: 'done' }),
    )
    const running = [job('running-1', { createdAt: NOW - 5 }), job('running-2', { createdAt: NOW + 500 })]
    await world.change(...[...ended, ...running].map((each) => ({ kind: 'putJob' as const, job: each })))
    const { jobs } = await world.restart()
    expect(new Set(jobs.map(({ id }) => id))).toEqual(new Set([...ended.slice(10), ...running].map(({ id }) => id)))
  })

  it('remembers from when on messages age; the last that was said counts', async () => {
    await world.start(1)
    await world.change({ kind: 'putAgesFrom', at: NOW + 9 })
    expect((await world.restart()).agesFrom).toBe(NOW + 9)
    await world.change({ kind: 'putAgesFrom', at: NOW + 7 }, { kind: 'putAgesFrom', at: NOW + 5 })
    expect((await world.restart()).agesFrom).toBe(NOW + 5)
  })

  it('knows the newest time of all that was written, and that a broker was alive then', async () => {
    await world.start(1)
    await world.log.append(published(1, [message(1)]))
    await world.change({ kind: 'putActivity', activity: activity('1', { at: NOW + 5_000 }) })
    const { newestAt, lastAliveAt } = await world.restart()
    expect(newestAt).toBeGreaterThanOrEqual(NOW + 5_000)
    expect(lastAliveAt).toBeGreaterThanOrEqual(newestAt)
  })

  it('remembers the minutes of the last quarter, the newest of a queue and minute, and none of a deleted queue', async () => {
    await world.start(1, 2)
    await world.log.append(published(1, [message(1)]))
    const rows = [minute(0, NOW), minute(1, NOW), minute(2, NOW), minute(0, NOW - 3_600_000)]
    await world.change({ kind: 'putMinutes', minutes: rows }, { kind: 'deleteQueue', queueId: 2, name: 'gone' })
    await world.change({ kind: 'putMinutes', minutes: [minute(1, NOW, { published: 2 ** 40 })] })
    const { minutes } = await world.restart()
    expect([...minutes].sort((a, b) => a.queueId - b.queueId)).toEqual([
      minute(0, NOW),
      minute(1, NOW, { published: 2 ** 40 }),
    ])
  })

  it('takes an activity once, and a thousand at once', async () => {
    await world.start(1)
    const one = { kind: 'putActivity' as const, activity: activity('1') }
    const many = Array.from({ length: 1_000 }, (_, i) => ({
      kind: 'putActivity' as const,
      activity: activity(`many-${i}`),
    }))
    await world.change(one, ...many)
    await expect(
      world.change(one, { ...one, activity: activity('2', { queue: null, subscription: null }) }),
    ).resolves.toBeUndefined()
  })
}

import { expect, it } from 'vitest'
import { message, NOTHING, NOW, published, scheduled, subscriptionRecord } from '../records.ts'
import type { ContractWorld } from './world.ts'

/** Delayed messages: kept, found by time, and gone with what they became. */
export function scheduleContract(world: ContractWorld): void {
  const put = (queueId: number, ...all: ReturnType<typeof scheduled>[]) =>
    all.map((each) => ({ kind: 'putScheduled' as const, queueId, scheduled: each }))
  const idsDue = async (until: number, limit = 100) =>
    (await world.log.due(until, limit)).map((each) => each.scheduled.message.id)

  it('keeps a delayed message, each field as it was', async () => {
    await world.start(1)
    const odd = scheduled(`a"b\\c{d},'e'`, NOW + 5, {
      payload: '{"zero":"\\u0000"}',
      key: 'NULL',
      headers: { trace: '"quoted\\"', empty: '' },
      expiresAt: NOW + 65,
      bytes: 123,
      publisher: '{ui}',
    })
    const kept = { ...odd, ttlMs: 60 }
    await world.change(...put(1, kept, scheduled('plain', NOW + 9)))
    expect(await world.log.findScheduled(1, odd.message.id)).toEqual(kept)
    expect(await world.log.due(NOW + 5, 10)).toEqual([{ queueId: 1, scheduled: kept }])
    await world.restart()
    expect(await world.log.findScheduled(1, odd.message.id)).toEqual(kept)
    expect(await world.log.findScheduled(1, 'plain')).toEqual(scheduled('plain', NOW + 9))
    expect(await world.log.findScheduled(1, 'other')).toBeNull()
    expect(await world.log.findScheduled(2, 'plain')).toBeNull()
  })

  it('gives what is due by its time, then as it was put, over all queues', async () => {
    await world.start(1, 2)
    await world.change(
      ...put(1, scheduled('b', NOW + 2), scheduled('a', NOW + 2)),
      ...put(2, scheduled('c', NOW + 2, { queue: 'queue-2' })),
    )
    await world.change(...put(1, scheduled('d', NOW + 2), scheduled('first', NOW + 1), scheduled('later', NOW + 3)))
    expect(await idsDue(NOW)).toEqual([])
    expect(await idsDue(NOW + 2)).toEqual(['first', 'b', 'a', 'c', 'd'])
    expect(await idsDue(NOW + 2, 3)).toEqual(['first', 'b', 'a'])
    expect(
      (await world.log.due(NOW + 2, 9)).map(({ queueId, scheduled: { message: m } }) => [queueId, m.queue]),
    ).toContainEqual([2, 'queue-2'])
  })

  it('takes and gives a thousand at once, as they were put', async () => {
    await world.start(1)
    const ids = Array.from({ length: 1_000 }, (_, i) => `${(i * 7_919) % 1_000}`)
    await world.change(...put(1, ...ids.map((id) => scheduled(id, NOW))))
    expect(await idsDue(NOW, 1_000)).toEqual(ids)
    await world.change(...ids.map((id) => ({ kind: 'deleteScheduled' as const, queueId: 1, id })))
    expect(await world.log.nextDueAt()).toBeNull()
  })

  it('gives less than the limit rather than too many bytes, but never nothing', async () => {
    await world.start(1)
    const large = { payload: `"${'x'.repeat(200_000)}"`, bytes: 200_020 }
    await world.change(...put(1, ...Array.from({ length: 60 }, (_, i) => scheduled(`${i}`, NOW + i, large))))
    let moved = 0
    for (let page = await idsDue(NOW + 60, 1_000); page.length > 0; page = await idsDue(NOW + 60, 1_000)) {
      expect(page).toEqual(Array.from(page, (_, i) => `${moved + i}`))
      moved += page.length
      await world.change(...page.map((id) => ({ kind: 'deleteScheduled' as const, queueId: 1, id })))
    }
    expect(moved).toBe(60)
  })

  it('replaces one of the same id, which keeps its place', async () => {
    await world.start(1)
    await world.change(...put(1, scheduled('a', NOW + 9), scheduled('b', NOW + 1), scheduled('a', NOW + 8)))
    await world.change(...put(1, scheduled('a', NOW + 1, { payload: '2' })))
    expect(await idsDue(NOW + 9)).toEqual(['a', 'b'])
    expect((await world.log.findScheduled(1, 'a'))?.message.payload).toBe('2')
  })

  it('knows when the first of all is due', async () => {
    await world.start(1, 2)
    expect(await world.log.nextDueAt()).toBeNull()
    await world.change(...put(1, scheduled('a', NOW + 9)), ...put(2, scheduled('a', NOW + 7)))
    expect(await world.log.nextDueAt()).toBe(NOW + 7)
    await world.change(
      { kind: 'deleteScheduled', queueId: 2, id: 'a' },
      { kind: 'deleteScheduled', queueId: 2, id: 'a' },
    )
    expect(await world.log.nextDueAt()).toBe(NOW + 9)
  })

  it('takes one from the schedule and writes its message in one commit, or does neither', async () => {
    await world.start(1)
    await world.change(...put(1, scheduled('a', NOW), scheduled('b', NOW)))
    const changes = [{ kind: 'deleteScheduled' as const, queueId: 1, id: 'a' }]
    await world.log.append({ ...published(1, [message(1, { id: 'a' })]), changes })
    const reused = {
      ...published(1, [message(1, { id: 'b' })]),
      changes: [{ kind: 'deleteScheduled' as const, queueId: 1, id: 'b' }],
    }
    await expect(world.log.append(reused)).rejects.toThrow()
    expect(await idsDue(NOW)).toEqual(['b'])
    expect((await world.log.read(1, 0, 9, 9, 9_999)).messages.map(({ id }) => id)).toEqual(['a'])
  })

  it('forgets the delayed messages of a deleted queue alone, and takes none for a queue that is not there', async () => {
    await world.start(1, 2)
    await world.change(...put(1, scheduled('a', NOW)), ...put(2, scheduled('b', NOW)), ...put(3, scheduled('c', NOW)))
    await world.change({ kind: 'deleteQueue', queueId: 1, name: 'queue-1' })
    expect(await idsDue(NOW)).toEqual(['b'])
    expect((await world.restart()).scheduled.counts).toEqual(new Map([[2, 1]]))
  })

  it('tells the next owner how many there are, when the first is due, and which ids are new', async () => {
    await world.start(1, 2)
    const old = { publishedAt: NOW - 6 * 60_000 }
    await world.change(
      ...put(1, scheduled('a', NOW + 3_000, { publishedAt: NOW + 2 }), scheduled('old', NOW + 9_000, old)),
      ...put(2, scheduled('b', NOW + 2_000, { publishedAt: NOW + 1 }), scheduled('gone', NOW + 1_000)),
      { kind: 'deleteScheduled', queueId: 2, id: 'gone' },
      { kind: 'putSubscription', subscription: subscriptionRecord(1) },
    )
    await world.log.append({ ...NOTHING, ...published(1, [message(1, { publishedAt: NOW + 5 })]) })
    const snapshot = await world.restart()
    expect(snapshot.scheduled).toEqual({
      counts: new Map([
        [1, 2],
        [2, 1],
      ]),
      nextDueAt: NOW + 2_000,
    })
    expect(snapshot.recentScheduled).toEqual([
      { queueId: 2, id: 'b', dueAt: NOW + 2_000, at: NOW + 1 },
      { queueId: 1, id: 'a', dueAt: NOW + 3_000, at: NOW + 2 },
    ])
  })
}

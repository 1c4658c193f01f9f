import { expect, it } from 'vitest'
import {
  message,
  NOTHING,
  NOW,
  never,
  published,
  queueRecord,
  queues,
  realtimeMessage,
  SETTINGS,
  subscriptionRecord,
} from '../records.ts'
import type { ContractWorld } from './world.ts'

/** What the next owner knows of its queues. */
export function queuesContract(world: ContractWorld): void {
  it('is empty at first', async () => {
    const snapshot = await world.log.acquire(never)
    expect(snapshot.queues).toEqual([])
    expect(snapshot.subscriptions).toEqual([])
    expect(snapshot.states).toEqual([])
    expect(snapshot.presence).toEqual([])
    expect(snapshot.recentIds).toEqual([])
    expect(snapshot.scheduled).toEqual({ counts: new Map(), nextDueAt: null })
    expect(snapshot.recentScheduled).toEqual([])
    expect(snapshot.jobs).toEqual([])
    expect(snapshot.deletedQueues).toEqual([])
    expect(snapshot.letterCounts).toEqual(new Map())
    expect(snapshot.agesFrom).toBe(0)
  })

  it('knows its queues again: settings, pause, last seq, last ord and totals by event', async () => {
    await world.log.acquire(never)
    const settings = { ...SETTINGS, delivery: 'realtime' as const, maxFailures: 3 }
    await world.log.append({
      ...NOTHING,
      changes: [{ kind: 'putQueue', queue: queueRecord(1, { settings, pausedAt: NOW + 7 }) }],
    })
    await world.log.append(published(1, [message(1), message(2, { event: 'deleted' }), message(3)]))
    const realtime = [1, 2].map((ord) => ({
      queueId: 1,
      record: { message: realtimeMessage(`rt-${ord}`), position: { seq: 3, ord } },
    }))
    await world.log.append({ ...NOTHING, realtime })
    const snapshot = await world.restart()
    expect(snapshot.queues).toHaveLength(1)
    expect(snapshot.queues[0]).toMatchObject({
      id: 1,
      name: 'queue-1',
      settings,
      pausedAt: NOW + 7,
      lastSeq: 3,
      lastOrd: 2,
    })
    expect(snapshot.queues[0]?.totals).toEqual(
      new Map([
        ['created', 2],
        ['deleted', 1],
      ]),
    )
  })

  it('never forgets a seq: writing the queue again with an older one leaves the newer', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    await world.log.append(published(1, [message(1), message(2)]))
    await world.log.append(queues(1))
    const snapshot = await world.restart()
    expect(snapshot.queues[0]?.lastSeq).toBe(2)
    expect(snapshot.queues[0]?.totals.get('created')).toBe(2)
  })

  it('counts real-time messages after the last queued one only', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    const record = { message: realtimeMessage('rt-1'), position: { seq: 0, ord: 1 } }
    await world.log.append({ ...NOTHING, realtime: [{ queueId: 1, record }] })
    await world.log.append(published(1, [message(1)]))
    expect((await world.restart()).queues[0]).toMatchObject({ lastSeq: 1, lastOrd: 0 })
  })

  it('deletes a queue with its subscriptions, and remembers that its id was used', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1, 2))
    await world.log.append({
      ...NOTHING,
      changes: [{ kind: 'putSubscription', subscription: subscriptionRecord(1, { queueId: 2 }) }],
    })
    await world.log.append({
      ...NOTHING,
      changes: [
        { kind: 'deleteSubscription', subscriptionId: 1 },
        { kind: 'deleteQueue', queueId: 2, name: 'queue-2' },
      ],
    })
    const snapshot = await world.restart()
    expect(snapshot.queues.map(({ id }) => id)).toEqual([1])
    expect(snapshot.lastQueueId ?? 2).toBeGreaterThanOrEqual(2)
  })

  it('forgets every trace of a deleted queue but its name, which the next minute still knows', async () => {
    await world.start(1)
    await world.log.append(published(1, [message(1), message(2)]))
    await world.change({ kind: 'deleteQueue', queueId: 1, name: 'queue-1' })
    await world.change({ kind: 'putQueue', queue: queueRecord(2, { name: 'queue-1' }) })
    await world.log.append(published(2, [message(1, { id: 'anew' })]))
    const snapshot = await world.restart()
    expect(snapshot.deletedQueues).toEqual([{ name: 'queue-1', at: expect.any(Number) }])
    expect(snapshot.queues).toMatchObject([
      { id: 2, name: 'queue-1', lastSeq: 1, totals: new Map([['created', 1]]), bytes: 40 },
    ])
    expect(snapshot.recentIds).toMatchObject([{ queueId: 2, id: 'anew' }])
  })

  it('remembers the ids of the last 5 minutes, oldest first', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    const old = message(1, { publishedAt: NOW - 20 * 60_000 })
    await world.log.append(published(1, [old, message(2, { publishedAt: NOW }), message(3, { publishedAt: NOW + 1 })]))
    const { recentIds, newestAt } = await world.restart()
    expect(newestAt).toBeGreaterThanOrEqual(NOW + 1)
    expect(recentIds.filter(({ seq }) => seq > 1)).toEqual([
      { queueId: 1, id: 'id-2', seq: 2, at: NOW },
      { queueId: 1, id: 'id-3', seq: 3, at: NOW + 1 },
    ])
  })

  it('never takes back what a queue was purged up to, nor what that freed', async () => {
    await world.start(1)
    await world.log.append(published(1, [message(1), message(2)]))
    await world.change({ kind: 'putQueue', queue: queueRecord(1, { firstSeq: 2, freedBytes: 80 }) })
    await world.change({ kind: 'putQueue', queue: queueRecord(1, { firstSeq: 1, freedBytes: 40, pausedAt: NOW }) })
    expect((await world.restart()).queues).toMatchObject([{ firstSeq: 2, freedBytes: 80, bytes: 80, pausedAt: NOW }])
  })
}

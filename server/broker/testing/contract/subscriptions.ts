import { expect, it } from 'vitest'
import type { Presence, Skip } from '../../model.ts'
import { NOTHING, NOW, never, queues, stateRecord, subscriptionRecord } from '../records.ts'
import type { ContractWorld } from './world.ts'

/** What the next owner knows of durable subscriptions, and of who was there in real time. */
export function subscriptionsContract(world: ContractWorld): void {
  it('keeps the newest state of a subscription, and forgets a deleted one', async () => {
    await world.log.acquire(never)
    const changes = [1, 2].map((id) => ({ kind: 'putSubscription' as const, subscription: subscriptionRecord(id) }))
    await world.log.append({ ...queues(1), states: [] })
    await world.log.append({ ...NOTHING, changes, states: [stateRecord(1, { upto: 1 }), stateRecord(2)] })
    await world.log.append({
      ...NOTHING,
      states: [stateRecord(1, { upto: 9, open: '5+2,1:2.1.0.a', acked: 4, dead: 1 })],
    })
    await world.log.append({ ...NOTHING, changes: [{ kind: 'deleteSubscription', subscriptionId: 2 }] })
    const snapshot = await world.restart()
    expect(snapshot.subscriptions.map(({ id }) => id)).toEqual([1])
    expect(snapshot.states).toEqual([stateRecord(1, { upto: 9, open: '5+2,1:2.1.0.a', acked: 4, dead: 1 })])
    expect(snapshot.lastSubscriptionId ?? 2).toBeGreaterThanOrEqual(2)
  })

  it('remembers the settings of a subscription, what it skipped and what it lost to age', async () => {
    await world.start(1)
    const skips: Skip[] = [
      { from: 1, to: 7, at: NOW + 1, cause: 'purged' },
      { from: 9, to: 9, at: NOW + 2, cause: 'aged' },
    ]
    const records = [
      subscriptionRecord(1, { events: ['created', 'deleted'], ackDeadlineMs: 5_000, ordered: true, startSeq: 4 }),
      subscriptionRecord(2, { skips, aged: 7 }),
    ]
    await world.change(...records.map((subscription) => ({ kind: 'putSubscription' as const, subscription })))
    expect((await world.restart()).subscriptions).toEqual(records)
    const moved = { ...subscriptionRecord(1), skips: [...skips].reverse(), aged: 9, startSeq: 2 }
    await world.change({ kind: 'putSubscription', subscription: moved })
    expect((await world.restart()).subscriptions[0]).toEqual(moved)
  })

  it('remembers stays: the end of one replaces its beginning', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    const stay: Presence = {
      client: 'ui',
      queue: 'queue-1',
      events: ['created', 'deleted'],
      from: { seq: 0, ord: 1 },
      fromAt: NOW,
      to: null,
      toAt: null,
      left: false,
    }
    const ended: Presence = { ...stay, to: { seq: 2, ord: 1 }, toAt: NOW + 5, left: true }
    const next: Presence = { ...stay, from: { seq: 2, ord: 1 }, fromAt: NOW + 9 }
    for (const presence of [stay, ended, next]) {
      await world.log.append({ ...NOTHING, changes: [{ kind: 'putPresence', queueId: 1, presence }] })
    }
    const { presence } = await world.restart()
    expect(presence.map((row) => row.presence).sort((a, b) => a.fromAt - b.fromAt)).toEqual([ended, next])
  })

  it('remembers a stay with a thousand long events, which replaces one that began at the same moment', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    const began = { client: 'ui', queue: 'queue-1', from: { seq: 0, ord: 1 }, fromAt: NOW, toAt: null, left: false }
    const none: Presence = { ...began, events: ['created'], to: { seq: 0, ord: 1 }, toAt: NOW }
    // No two alike: a database may compress what it puts into an index.
    const names = Array.from({ length: 1_000 }, (_, i) => `${i}`.padEnd(64, `${Math.sin(i)}`.slice(2)))
    const stay: Presence = { ...began, events: names, to: null }
    const changes = [none, stay].map((presence) => ({ kind: 'putPresence' as const, queueId: 1, presence }))
    await world.log.append({ ...NOTHING, changes })
    const { presence } = await world.restart()
    expect(presence.map((row) => row.presence)).toEqual([stay])
  })
}

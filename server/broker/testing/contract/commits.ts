import { describe, expect, it } from 'vitest'
import type { Change } from '../../ports.ts'
import { StorageError } from '../../ports.ts'
import {
  activity,
  job,
  letter,
  MIB,
  message,
  NOTHING,
  NOW,
  never,
  published,
  queueRecord,
  queues,
  scheduled,
  seqsOf,
  stateRecord,
  subscriptionRecord,
} from '../records.ts'
import type { ContractWorld } from './world.ts'

/** All of a commit or none, again where it has to be. */
export function commitsContract(world: ContractWorld): void {
  it('applies changes in order, before the messages and states of the same commit', async () => {
    await world.log.acquire(never)
    await world.log.append({
      messages: [{ queueId: 1, message: message(1) }],
      realtime: [],
      states: [stateRecord(1, { upto: 1, matched: 1 })],
      changes: [
        { kind: 'putQueue', queue: queueRecord(1) },
        { kind: 'putSubscription', subscription: subscriptionRecord(1) },
        { kind: 'putSubscription', subscription: subscriptionRecord(1, { exclusive: true }) },
      ],
    })
    const snapshot = await world.restart()
    expect(snapshot.subscriptions).toEqual([subscriptionRecord(1, { exclusive: true })])
    expect(snapshot.states.map(({ upto, matched }) => [upto, matched])).toEqual([[1, 1]])
  })

  it('writes nothing of a commit that it refuses', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    await world.log.append(published(1, [message(1), message(2)]))
    const reused = published(1, [message(3), message(2, { id: 'again' })])
    const changes = [{ kind: 'putSubscription' as const, subscription: subscriptionRecord(1) }]
    await expect(world.log.append({ ...reused, changes })).rejects.toThrow()
    expect(seqsOf((await world.log.read(1, 0, 10, 100, MIB)).messages)).toEqual([1, 2])
    expect((await world.restart()).subscriptions).toEqual([])
  })

  it('accepts an empty commit', async () => {
    await world.log.acquire(never)
    await expect(world.log.append(NOTHING)).resolves.toBeUndefined()
  })

  it('takes the same changes again: a commit may have to be sent twice', async () => {
    await world.start(1, 2)
    const changes = oneOfEach()
    await world.change(...changes)
    const before = await world.restart()
    await world.change(...changes)
    const after = await world.restart()
    expect({ ...after, lastAliveAt: 0, deletedQueues: [] }).toEqual({ ...before, lastAliveAt: 0, deletedQueues: [] })
    expect(after.deletedQueues).toHaveLength(1)
    expect(await world.log.countLetters({})).toBe(1)
    expect(await world.log.nextDueAt()).toBe(NOW + 1)
  })

  describe.each([true, false])('refused for a reason that passes by itself: %s', (retryable) => {
    it.each(['messages', 'changes', 'both'] as const)('writes no %s, says so, and takes them later', async (what) => {
      await world.start(1, 2)
      const commit = {
        ...(what === 'changes' ? NOTHING : published(1, [message(1)])),
        changes: what === 'messages' ? [] : oneOfEach(),
      }
      const mend = await world.store.refuse(world.log, retryable)
      const refused = world.log.append(commit)
      await expect(refused).rejects.toBeInstanceOf(StorageError)
      await expect(refused).rejects.toMatchObject({ retryable })
      await mend()
      expect(await world.log.countLetters({})).toBe(0)
      expect((await world.log.read(1, 0, 9, 9, MIB)).messages).toEqual([])
      await world.log.append(commit)
      expect((await world.log.read(1, 0, 9, 9, MIB)).messages).toHaveLength(what === 'changes' ? 0 : 1)
      expect(await world.log.countLetters({})).toBe(what === 'messages' ? 0 : 1)
    })
  })
}

/** A change of every kind. */
export function oneOfEach(): Change[] {
  const presence = {
    client: 'ui',
    queue: 'queue-1',
    events: ['*'],
    from: { seq: 0, ord: 0 },
    fromAt: NOW,
    to: null,
    toAt: null,
    left: false,
  }
  return [
    { kind: 'putQueue', queue: queueRecord(1, { pausedAt: NOW }) },
    { kind: 'putSubscription', subscription: subscriptionRecord(1) },
    { kind: 'putSubscription', subscription: subscriptionRecord(2) },
    { kind: 'deleteSubscription', subscriptionId: 2 },
    { kind: 'deleteQueue', queueId: 2, name: 'queue-2' },
    { kind: 'putDeadLetter', queueId: 1, subscriptionId: 1, letter: letter(1) },
    { kind: 'putDeadLetter', queueId: 1, subscriptionId: 1, letter: letter(2) },
    { kind: 'deleteDeadLetter', subscriptionId: 1, seq: 2 },
    { kind: 'putScheduled', queueId: 1, scheduled: scheduled('a', NOW + 1) },
    { kind: 'putScheduled', queueId: 1, scheduled: scheduled('b', NOW + 1) },
    { kind: 'deleteScheduled', queueId: 1, id: 'b' },
    { kind: 'putJob', job: job('1') },
    { kind: 'putActivity', activity: activity('1') },
    { kind: 'putAgesFrom', at: NOW },
    { kind: 'putPresence', queueId: 1, presence },
  ]
}

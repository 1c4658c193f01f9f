import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Presence, QueuedMessage } from '../model.ts'
import type { Log } from '../ports.ts'
import { LeaseLostError } from '../ports.ts'
import {
  letter,
  MIB,
  message,
  NOTHING,
  NOW,
  never,
  published,
  queueRecord,
  queues,
  realtimeMessage,
  SETTINGS,
  seqsOf,
  stateRecord,
  subscriptionRecord,
} from './records.ts'

/** One storage, empty at first, as several processes in turn see it. */
export interface ContractStore {
  /** A process that has not acquired it yet. */
  open(): Log
  /** `log`'s process stands still until its lease is over: another one may acquire it from now on. */
  freeze(log: Log): Promise<void>
  close(): Promise<void>
}

/**
 * What every storage engine owes the core (ports.ts, `Log`). Called once per engine:
 * `logContract('the log in memory', async () => …)`.
 */
export function logContract(name: string, factory: () => Promise<ContractStore>): void {
  describe(`${name} keeps the contract of the log`, () => {
    let store: ContractStore
    let log: Log

    beforeEach(async () => {
      store = await factory()
      log = store.open()
    })

    afterEach(async () => {
      await log.release()
      await store.close()
    })

    /** The next process on the same storage, after this one said goodbye. */
    async function restart(): ReturnType<Log['acquire']> {
      await log.release()
      log = store.open()
      return log.acquire(never)
    }

    describe('order', () => {
      it('reads back in seq order what commits wrote, each field as it was', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        const odd = message(2, {
          id: `a"b\\c{d},'e' \u{1f600}`,
          payload: '{"zero":"\\u0000","lone":"\\ud800","text":"\\"\\\\ \u{1f600}\\n","__proto__":1}',
          key: 'NULL',
          headers: { trace: '"quoted\\"', empty: '' },
          expiresAt: NOW + 60_000,
          bytes: 123,
          publisher: '{ui}',
          only: 'billing',
        })
        await log.append(published(1, [message(1), odd]))
        await log.append(published(1, [message(3)]))
        const page = await log.read(1, 0, 3, 100, MIB)
        expect(page.messages.map((m) => ({ ...m, encoded: undefined }))).toEqual(
          [message(1), odd, message(3)].map((m) => ({ ...m, encoded: undefined })),
        )
        expect(page.through).toBe(3)
      })

      it('reads above `after`, never beyond `upTo`, at most `limit`', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        await log.append(
          published(
            1,
            [1, 2, 3, 4, 5, 6].map((seq) => message(seq)),
          ),
        )
        expect(seqsOf((await log.read(1, 2, 5, 100, MIB)).messages)).toEqual([3, 4, 5])
        const short = await log.read(1, 2, 6, 2, MIB)
        expect(seqsOf(short.messages)).toEqual([3, 4])
        expect(short.through).toBe(4)
      })

      it('reads at least one message, and about `maxBytes` of them', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        const large = (seq: number): QueuedMessage =>
          message(seq, { payload: `"${'x'.repeat(50_000)}"`, bytes: 50_020 })
        await log.append(published(1, [1, 2, 3, 4, 5, 6, 7, 8].map(large)))
        const page = await log.read(1, 0, 8, 100, 100_000)
        expect(page.messages.length).toBeGreaterThanOrEqual(1)
        expect(page.messages.length).toBeLessThan(8)
        expect(page.through).toBe(page.messages.at(-1)?.seq)
        expect((await log.read(1, 0, 8, 100, 10)).messages.length).toBeGreaterThanOrEqual(1)
      })

      it('gets across a gap, however wide: `through` always moves on', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        await log.append(published(1, [message(1)]))
        await log.append(published(1, [message(50_000)]))
        const found: number[] = []
        for (let after = 0; after < 50_000; ) {
          const page = await log.read(1, after, 50_000, 100, MIB)
          expect(page.through).toBeGreaterThan(after)
          expect(page.through).toBeLessThanOrEqual(50_000)
          found.push(...seqsOf(page.messages))
          after = page.through
        }
        expect(found).toEqual([1, 50_000])
      })

      it('keeps queues apart and takes a whole batch of 1,000', async () => {
        await log.acquire(never)
        await log.append(queues(1, 2))
        const batch = Array.from({ length: 1_000 }, (_, i) => ({
          queueId: 1 + (i % 2),
          message: message(1 + Math.floor(i / 2), { queue: `queue-${1 + (i % 2)}` }),
        }))
        await log.append({ ...NOTHING, messages: batch })
        const second = await log.read(2, 0, 500, 1_000, MIB)
        expect(seqsOf(second.messages)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1))
        expect(new Set(second.messages.map((m) => m.queue))).toEqual(new Set(['queue-2']))
      })

      it('leaves real-time messages out of what it reads', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        const record = { message: realtimeMessage('rt-1'), position: { seq: 1, ord: 1 } }
        await log.append({ ...published(1, [message(1), message(2)]), realtime: [{ queueId: 1, record }] })
        expect(seqsOf((await log.read(1, 0, 2, 100, MIB)).messages)).toEqual([1, 2])
      })

      it('applies changes in order, before the messages and states of the same commit', async () => {
        await log.acquire(never)
        await log.append({
          messages: [{ queueId: 1, message: message(1) }],
          realtime: [],
          states: [stateRecord(1, { upto: 1, matched: 1 })],
          changes: [
            { kind: 'putQueue', queue: queueRecord(1) },
            { kind: 'putSubscription', subscription: subscriptionRecord(1) },
            { kind: 'putSubscription', subscription: subscriptionRecord(1, { exclusive: true }) },
          ],
        })
        const snapshot = await restart()
        expect(snapshot.subscriptions).toEqual([subscriptionRecord(1, { exclusive: true })])
        expect(snapshot.states.map(({ upto, matched }) => [upto, matched])).toEqual([[1, 1]])
      })
    })

    describe('memory', () => {
      it('is empty at first', async () => {
        const snapshot = await log.acquire(never)
        expect(snapshot.queues).toEqual([])
        expect(snapshot.subscriptions).toEqual([])
        expect(snapshot.states).toEqual([])
        expect(snapshot.presence).toEqual([])
        expect(snapshot.recentIds).toEqual([])
      })

      it('knows its queues again: settings, pause, last seq, last ord and totals by event', async () => {
        await log.acquire(never)
        const settings = { ...SETTINGS, delivery: 'realtime' as const, maxFailures: 3 }
        await log.append({
          ...NOTHING,
          changes: [{ kind: 'putQueue', queue: queueRecord(1, { settings, pausedAt: NOW + 7 }) }],
        })
        await log.append(published(1, [message(1), message(2, { event: 'deleted' }), message(3)]))
        const realtime = [1, 2].map((ord) => ({
          queueId: 1,
          record: { message: realtimeMessage(`rt-${ord}`), position: { seq: 3, ord } },
        }))
        await log.append({ ...NOTHING, realtime })
        const snapshot = await restart()
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
        await log.acquire(never)
        await log.append(queues(1))
        await log.append(published(1, [message(1), message(2)]))
        await log.append(queues(1))
        const snapshot = await restart()
        expect(snapshot.queues[0]?.lastSeq).toBe(2)
        expect(snapshot.queues[0]?.totals.get('created')).toBe(2)
      })

      it('counts real-time messages after the last queued one only', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        const record = { message: realtimeMessage('rt-1'), position: { seq: 0, ord: 1 } }
        await log.append({ ...NOTHING, realtime: [{ queueId: 1, record }] })
        await log.append(published(1, [message(1)]))
        expect((await restart()).queues[0]).toMatchObject({ lastSeq: 1, lastOrd: 0 })
      })

      it('keeps the newest state of a subscription, and forgets a deleted one', async () => {
        await log.acquire(never)
        const changes = [1, 2].map((id) => ({ kind: 'putSubscription' as const, subscription: subscriptionRecord(id) }))
        await log.append({ ...queues(1), states: [] })
        await log.append({ ...NOTHING, changes, states: [stateRecord(1, { upto: 1 }), stateRecord(2)] })
        await log.append({
          ...NOTHING,
          states: [stateRecord(1, { upto: 9, open: '5+2,1:2.1.0.a', acked: 4, dead: 1 })],
        })
        await log.append({ ...NOTHING, changes: [{ kind: 'deleteSubscription', subscriptionId: 2 }] })
        const snapshot = await restart()
        expect(snapshot.subscriptions.map(({ id }) => id)).toEqual([1])
        expect(snapshot.states).toEqual([stateRecord(1, { upto: 9, open: '5+2,1:2.1.0.a', acked: 4, dead: 1 })])
        expect(snapshot.lastSubscriptionId ?? 2).toBeGreaterThanOrEqual(2)
      })

      it('deletes a queue with its subscriptions, and remembers that its id was used', async () => {
        await log.acquire(never)
        await log.append(queues(1, 2))
        await log.append({
          ...NOTHING,
          changes: [{ kind: 'putSubscription', subscription: subscriptionRecord(1, { queueId: 2 }) }],
        })
        await log.append({
          ...NOTHING,
          changes: [
            { kind: 'deleteSubscription', subscriptionId: 1 },
            { kind: 'deleteQueue', queueId: 2, name: 'queue-2' },
          ],
        })
        const snapshot = await restart()
        expect(snapshot.queues.map(({ id }) => id)).toEqual([1])
        expect(snapshot.lastQueueId ?? 2).toBeGreaterThanOrEqual(2)
      })

      it('remembers the ids of the last 5 minutes, oldest first', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        const old = message(1, { publishedAt: NOW - 20 * 60_000 })
        await log.append(published(1, [old, message(2, { publishedAt: NOW }), message(3, { publishedAt: NOW + 1 })]))
        const { recentIds, newestAt } = await restart()
        expect(newestAt).toBeGreaterThanOrEqual(NOW + 1)
        expect(recentIds.filter(({ seq }) => seq > 1)).toEqual([
          { queueId: 1, id: 'id-2', seq: 2, at: NOW },
          { queueId: 1, id: 'id-3', seq: 3, at: NOW + 1 },
        ])
      })

      it('remembers stays: the end of one replaces its beginning', async () => {
        await log.acquire(never)
        await log.append(queues(1))
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
          await log.append({ ...NOTHING, changes: [{ kind: 'putPresence', queueId: 1, presence }] })
        }
        const { presence } = await restart()
        expect(presence.map((row) => row.presence).sort((a, b) => a.fromAt - b.fromAt)).toEqual([ended, next])
      })

      it('remembers a stay with a thousand long events, which replaces one that began at the same moment', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        const began = { client: 'ui', queue: 'queue-1', from: { seq: 0, ord: 1 }, fromAt: NOW, toAt: null, left: false }
        const none: Presence = { ...began, events: ['created'], to: { seq: 0, ord: 1 }, toAt: NOW }
        // No two alike: a database may compress what it puts into an index.
        const names = Array.from({ length: 1_000 }, (_, i) => `${i}`.padEnd(64, `${Math.sin(i)}`.slice(2)))
        const stay: Presence = { ...began, events: names, to: null }
        const changes = [none, stay].map((presence) => ({ kind: 'putPresence' as const, queueId: 1, presence }))
        await log.append({ ...NOTHING, changes })
        const { presence } = await restart()
        expect(presence.map((row) => row.presence)).toEqual([stay])
      })

      it('keeps a dead letter once, however often it is put', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        await log.append(published(1, [message(1)]))
        const put = { kind: 'putDeadLetter' as const, queueId: 1, subscriptionId: 1, letter: letter(1) }
        await log.append({
          ...NOTHING,
          changes: [{ kind: 'putSubscription', subscription: subscriptionRecord(1) }, put],
        })
        await expect(log.append({ ...NOTHING, changes: [put] })).resolves.toBeUndefined()
      })

      it('finds the first seq at or after a time', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        await log.append(
          published(
            1,
            [1, 2, 3].map((seq) => message(seq, { publishedAt: NOW + seq * 1_000 })),
          ),
        )
        expect(await log.seqAt(1, NOW)).toBe(1)
        expect(await log.seqAt(1, NOW + 2_000)).toBe(2)
        expect(await log.seqAt(1, NOW + 2_001)).toBe(3)
        expect(await log.seqAt(1, NOW + 3_001)).toBeNull()
      })

      it('trims nothing that is still needed', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        await log.append(
          published(
            1,
            [1, 2, 3, 4].map((seq) => message(seq)),
          ),
        )
        await log.trim({ floors: new Map([[1, 3]]), keepFrom: NOW - 86_400_000, lettersFrom: 0 })
        const page = await log.read(1, 2, 4, 100, MIB)
        expect(seqsOf(page.messages)).toEqual([3, 4])
        expect((await restart()).queues[0]?.lastSeq).toBe(4)
      })
    })

    describe('atomicity', () => {
      it('writes nothing of a commit that it refuses', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        await log.append(published(1, [message(1), message(2)]))
        const reused = published(1, [message(3), message(2, { id: 'again' })])
        const changes = [{ kind: 'putSubscription' as const, subscription: subscriptionRecord(1) }]
        await expect(log.append({ ...reused, changes })).rejects.toThrow()
        expect(seqsOf((await log.read(1, 0, 10, 100, MIB)).messages)).toEqual([1, 2])
        expect((await restart()).subscriptions).toEqual([])
      })

      it('accepts an empty commit', async () => {
        await log.acquire(never)
        await expect(log.append(NOTHING)).resolves.toBeUndefined()
      })
    })

    describe('fencing', () => {
      it('writes nothing more for one whose lease is over, and tells it once', async () => {
        let told = 0
        const old = store.open()
        await old.acquire(() => {
          told++
        })
        await old.append(queues(1))
        await store.freeze(old)
        await log.acquire(never)
        await expect(old.append(published(1, [message(1)]))).rejects.toBeInstanceOf(LeaseLostError)
        await log.append(published(1, [message(1, { id: 'mine' })]))
        expect((await log.read(1, 0, 10, 100, MIB)).messages.map(({ id }) => id)).toEqual(['mine'])
        expect(told).toBe(1)
        await old.release()
      })

      it('lets the next one in after a goodbye, which may be said twice', async () => {
        await log.acquire(never)
        await log.append(queues(1))
        await log.release()
        await log.release()
        log = store.open()
        expect((await log.acquire(never)).queues).toHaveLength(1)
      })
    })
  })
}

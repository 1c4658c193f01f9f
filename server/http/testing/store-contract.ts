import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bench } from './bench.ts'
import { ack, cursorOf, itemsOf, list } from './busy.ts'
import { ended, giveUp, jobIdOf } from './letters.ts'
import type { Opened } from './messages-contract.ts'

const HOUR_MS = 3_600_000

/** Every page of a list, by what `show` takes of its items. */
async function pages(bench: Bench, path: string, show: (item: Record<string, unknown>) => unknown): Promise<unknown[]> {
  const seen: unknown[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body } = await bench.ask(`${path}${cursor && `&cursor=${cursor}`}`)
    seen.push(...itemsOf(body).map(show))
    cursor = cursorOf(body)
  }
  return seen
}

/** What is answered from the store beside the messages of the log, whatever the log and its reader are built on. */
export function storeContract(open: () => Promise<Opened>): void {
  let opened: Opened
  let bench: Bench
  beforeEach(async () => {
    opened = await open()
    bench = opened.bench
  })
  afterEach(() => opened.close())

  const delay = (id: string, hours: number, more: object = {}) =>
    bench.ask('/queues/orders/messages', { body: { event: 'created', id, delayMs: hours * HOUR_MS, ...more } })

  describe('delayed messages', () => {
    it('are messages without a seq that say when they are due, and for whom', async () => {
      await bench.consumer('billing', { events: ['created'] })
      await bench.consumer('audit', { events: ['deleted'] })
      await delay('a', 1, { key: 'k', headers: { h: 'v' }, payload: { n: 1 }, ttlMs: 1_000 })
      const shown = {
        ...{ id: 'a', seq: null, position: null, queue: 'orders', event: 'created', payload: { n: 1 }, key: 'k' },
        ...{ headers: { h: 'v' }, delivery: 'queued', subscription: null, attempt: 0, state: { scheduled: 1 } },
        publishedAt: '2026-03-01T12:00:00.000Z',
        dueAt: '2026-03-01T13:00:00.000Z',
        expiresAt: '2026-03-01T13:00:01.000Z',
      }
      const { body } = await bench.ask('/queues/orders/messages?state=scheduled')
      expect(itemsOf(body)).toMatchObject([{ ...shown, deliveries: [{ name: 'billing', state: 'scheduled' }] }])
      expect((await bench.ask('/queues/orders/messages/by-id/a')).body).toMatchObject({
        ...shown,
        deliveries: [
          { subscription: 'billing', state: 'scheduled', attempts: [], why: expect.stringContaining('due') },
        ],
      })
    })

    it('are listed only where they are asked for, the next one first, in pages', async () => {
      bench.broker.disconnect(await bench.consumer('billing'))
      for (const [id, hours] of [
        ['c', 3],
        ['a', 1],
        ['b1', 2],
        ['b2', 2],
      ] as const)
        await delay(id, hours)
      for (const _ of [1, 2]) await bench.publish()
      expect(await list(bench)).toEqual([2, 1])
      const path = '/queues/orders/messages?limit=1&state='
      const nameOf = ({ seq, id }: Record<string, unknown>) => seq ?? id
      expect(await pages(bench, `${path}scheduled`, nameOf)).toEqual(['a', 'b1', 'b2', 'c'])
      expect(await pages(bench, `${path}pending,scheduled`, nameOf)).toEqual(['a', 'b1', 'b2', 'c', 2, 1])
      const upwards = await pages(bench, `${path}pending,scheduled&order=asc`, nameOf)
      expect(upwards).toEqual([1, 2, 'a', 'b1', 'b2', 'c'])
    })

    it.each([
      ['event=created', ['a', 'b']],
      ['event=deleted', ['c']],
      ['id=b', ['b']],
      ['key=k', ['b']],
      ['text=%22N%22%3A2', ['b']],
      ['text=%25', []],
      ['subscription=audit', ['c']],
      ['subscription=nobody', []],
      ['since=2026-03-01T12:00:01Z', ['b', 'c']],
      ['until=2026-03-01T12:00:00.999Z', ['a']],
      ['fromSeq=0', []],
    ])('are filtered: %s', async (query, expected) => {
      await bench.consumer('audit', { events: ['deleted'] })
      await delay('a', 1, { payload: { n: 1 } })
      bench.clock.pass(1_000)
      await delay('b', 1, { payload: { n: 2 }, key: 'k' })
      await delay('c', 2, { event: 'deleted' })
      expect(await list(bench, `state=scheduled&${query}`)).toEqual(expected)
    })
  })

  describe('purged messages', () => {
    it('are listed only where they are asked for, and say what became of them', async () => {
      const billing = await bench.consumer('billing', { credit: 2 })
      for (const _ of [1, 2, 3]) await bench.publish()
      await billing.arrived(2)
      ack(bench, billing, 'billing', 1)
      await bench.ask('/queues/orders/purge', { body: { confirm: 'orders' } })
      await bench.publish()
      expect(await list(bench)).toEqual([4])
      expect(await list(bench, 'fromSeq=1')).toEqual([4])
      expect(await list(bench, 'state=acked')).toEqual([])
      expect(await list(bench, 'state=purged')).toEqual([3, 2])
      expect(await list(bench, 'state=purged&subscription=billing')).toEqual([3, 2])
      expect(await list(bench, 'state=purged&subscription=nobody')).toEqual([])
      const one = await bench.ask('/queues/orders/messages/2')
      expect(one.body).toMatchObject({ state: { purged: 1 }, deliveries: [{ state: 'purged' }] })
      expect((await bench.ask('/queues/orders/messages/1')).body).toMatchObject({ state: { acked: 1 } })
    })
  })

  describe('dead letters', () => {
    beforeEach(async () => {
      await giveUp(bench, 'billing', 2, { reason: 'PSP 503' })
      await giveUp(bench, 'billing', 1, { reason: 'no stock' })
      await giveUp(bench, 'mailer', 1, { reason: 'PSP 503', event: 'signedUp' })
    })

    it('are counted by subscription and reason', async () => {
      const { body } = await bench.ask('/dead-letters/reasons')
      const [first, ...rest] = itemsOf(body)
      expect(first).toEqual({
        queue: 'orders',
        subscription: 'billing',
        reason: 'PSP 503',
        count: 2,
        recent: 2,
        first: '2026-03-01T12:00:00.001Z',
        last: '2026-03-01T12:00:00.002Z',
      })
      expect(rest).toHaveLength(2)
      expect(rest).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ subscription: 'billing', reason: 'no stock', count: 1 }),
          expect.objectContaining({ subscription: 'mailer', reason: 'PSP 503', count: 1 }),
        ]),
      )
      const some = await bench.ask('/dead-letters/reasons?subscription=mailer&since=2026-03-01T12:00:00Z')
      expect(some.body).toMatchObject({ items: [{ subscription: 'mailer', count: 1 }] })
      expect((await bench.ask('/dead-letters/reasons?event=nothing')).body).toEqual({ items: [], total: 0 })
      bench.clock.pass(20 * 60_000)
      expect((await bench.ask('/dead-letters/reasons?subscription=mailer')).body).toMatchObject({
        items: [{ recent: 0 }],
      })
    })

    it.each([
      ['', [4, 3, 2, 1]],
      ['subscription=mailer', [4]],
      ['queue=orders&subscription=billing', [3, 2, 1]],
      ['queue=nothing', []],
      ['event=signedUp', [4]],
      ['reasonText=psp', [4, 2, 1]],
      ['reasonText=5_3', []],
      ['key=1&subscription=billing', [2]],
      ['text=%22N%22%3A0', [4, 3, 1]],
      ['reason=', []],
      ['reason=PSP%20503', [4, 2, 1]],
      ['since=2026-03-01T12:00:00.002Z&until=2026-03-01T12:00:00.003Z', [3, 2]],
    ])('are filtered by names: ?%s', async (query, expected) => {
      expect(await pages(bench, `/dead-letters?limit=1&${query}`, ({ seq }) => seq)).toEqual(expected)
    })

    it('outlive their subscription and their queue', async () => {
      await bench.ask('/subscriptions/orders/mailer', { method: 'DELETE' })
      await bench.ask('/queues/orders?confirm=orders', { method: 'DELETE' })
      const { body } = await bench.ask('/dead-letters?queue=orders&subscription=mailer')
      expect(body).toMatchObject({ items: [{ seq: 4, event: 'signedUp', reason: 'PSP 503' }] })
      const { body: reasons } = await bench.ask('/dead-letters/reasons')
      expect(reasons).toMatchObject({ items: [{ gone: 'queue' }, { gone: 'queue' }, { gone: 'queue' }], total: 4 })
      const redriven = await bench.ask('/dead-letters/redrive', { body: { filter: { queue: 'orders' } } })
      await ended(bench, jobIdOf(redriven.body))
      expect(itemsOf((await bench.ask('/dead-letters')).body)).toHaveLength(4)
    })

    it('come once in the list of a queue that has the name of a deleted one', async () => {
      await bench.ask('/queues/orders?confirm=orders', { method: 'DELETE' })
      await bench.ask('/queues', { body: { name: 'orders' } })
      await bench.consumer('billing')
      await bench.publish()
      expect(await list(bench, 'state=dead')).toEqual([])
      expect((await bench.ask('/queues/orders')).body).toMatchObject({ dead: 0 })
    })
  })

  describe('activity', () => {
    it('tells what was done, newest first, by queue, kind and time, in pages', async () => {
      await bench.ask('/queues', { body: { name: 'orders' } })
      await bench.ask('/queues', { body: { name: 'other' } })
      bench.clock.pass(1_000)
      await bench.ask('/queues/orders/pause', { method: 'POST' })
      await bench.publish()
      await bench.ask('/queues/orders/purge', { body: { confirm: 'orders' } })
      const kinds = (query: string) => pages(bench, `/activity?limit=1&${query}`, ({ kind }) => kind)
      expect(await kinds('queue=orders')).toEqual(['queuePurged', 'queuePaused', 'queueCreated'])
      expect(await kinds('queue=orders&kind=queuePurged,queueCreated')).toEqual(['queuePurged', 'queueCreated'])
      expect(await kinds('kind=queueCreated')).toEqual(['queueCreated', 'queueCreated'])
      expect(await kinds('queue=orders&until=2026-03-01T12:00:00.999Z')).toEqual(['queueCreated'])
      expect(await kinds('queue=orders&since=2026-03-01T12:00:01Z')).toEqual(['queuePurged', 'queuePaused'])
      expect(await kinds('queue=nothing')).toEqual([])
      const { body } = await bench.ask('/activity?limit=1&queue=orders')
      expect(itemsOf(body)).toEqual([
        {
          id: expect.any(String),
          at: '2026-03-01T12:00:01.000Z',
          kind: 'queuePurged',
          queue: 'orders',
          subscription: null,
          job: null,
          by: { kind: 'api' },
          text: expect.stringMatching(/1 message.*orders/),
        },
      ])
    })

    it('tells who did it, and is filtered by that and by the words of the sentence', async () => {
      const headers = { 'x-holdline-client': 'nightly%20clean-up' }
      await bench.ask('/queues', { body: { name: 'orders' }, headers })
      await bench.consumer('billing')
      await bench.ask('/queues/orders/pause', { method: 'POST', headers: { 'x-holdline-tab': 't1' } })
      await bench.ask('/queues/orders', { method: 'PATCH', body: { ackDeadlineMs: 5_000 } })
      const { body } = await bench.ask('/activity')
      expect(itemsOf(body).map(({ by, text }) => [by, text])).toEqual([
        [{ kind: 'api' }, 'orders: ack deadline default → 5 s.'],
        [{ kind: 'dashboard' }, 'orders was paused.'],
        [{ kind: 'client', name: 'billing-1', address: '127.0.0.1' }, expect.stringContaining('billing of orders was')],
        [{ kind: 'api', name: 'nightly clean-up' }, 'orders was created.'],
      ])
      const kinds = (query: string) => pages(bench, `/activity?${query}`, ({ kind }) => kind)
      expect(await kinds('by=dashboard,client')).toEqual(['queuePaused', 'subscriptionCreated'])
      expect(await kinds('who=CLEAN')).toEqual(['queueCreated'])
      expect(await kinds('who=127.0.0.1')).toEqual(['subscriptionCreated'])
      expect(await kinds('text=DEADLINE')).toEqual(['queueChanged'])
      expect(await kinds('subscription=billing')).toEqual(['subscriptionCreated'])
      expect((await bench.ask('/activity?text=nowhere')).body).toEqual({ items: [], nextCursor: null, searched: 4 })
    })

    it.each([
      ['kind=everything', 'kind.0'],
      ['kind=', 'kind.0'],
      ['since=today', 'since'],
      ['queue=orders&queue=other', 'queue'],
      ['colour=red', 'colour'],
      ['cursor=x', 'cursor'],
    ])('refuses ?%s', async (query, field) => {
      const answer = await bench.ask(`/activity?${query}`)
      expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST', field } }])
    })
  })
}

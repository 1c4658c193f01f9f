import { expect, it } from 'vitest'
import type { Queue } from '@/lib/api.ts'
import { subscription } from '../../subscribers/testing/a-subscription.ts'
import { needsOf } from './sentences.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')

const queue: Queue = {
  name: 'orders',
  settings: { delivery: null, ackDeadlineMs: null, maxFailures: null, retentionMs: null, maxBytes: null },
  paused: false,
  pausedAt: null,
  firstSeq: 0,
  lastSeq: 9,
  pending: 0,
  inFlight: 0,
  retrying: 0,
  dead: 0,
  scheduled: 0,
  oldestPendingMs: null,
  subscriptions: 1,
  connections: 1,
  rates: { published: 0, delivered: 0, acked: 0, missed: 0 },
  growing: 0,
  catchUpMs: null,
  events: ['created'],
  eventCount: 1,
  storedBytes: 0,
  maxBytes: 10_737_418_240,
  retentionMs: 604_800_000,
  warning: null,
}

const fine = subscription({
  events: ['*'],
  floor: 9,
  upto: 9,
  createdAt: '2026-03-01T11:00:00.000Z',
  consumers: [
    {
      connection: 'c1',
      client: 'billing-1',
      credit: 100,
      inFlight: 0,
      active: true,
      since: '2026-03-01T11:00:00.000Z',
    },
  ],
})

it('is silent where nothing needs a hand', () => {
  expect(needsOf([queue], [fine], NOW)).toEqual([])
})

it('says what gave up, first of all', () => {
  const needs = needsOf(
    [{ ...queue, paused: true, pausedAt: '2026-03-01T11:30:00.000Z' }],
    [{ ...fine, state: 'failing', dead: 218, retrying: 3 }],
    NOW,
  )
  expect(needs.map((need) => need.kind)).toEqual(['failing', 'paused'])
  expect(needs[0]).toMatchObject({
    title: 'billing on orders gave up on messages',
    detail: '218 dead letters. 3 messages are tried again.',
    href: '/dead?queue=orders&subscription=billing',
  })
  expect(needs[1]?.lastsMs).toBe(30 * 60_000)
})

it('tells one that is slow from one that nobody is connected for', () => {
  const slow = { ...fine, name: 'search', state: 'catchingUp' as const, pending: 1_812, oldestPendingMs: 252_000 }
  const away = {
    ...fine,
    name: 'audit',
    state: 'nobody' as const,
    pending: 1_190,
    consumers: [],
    detachedAt: '2026-03-01T10:00:00.000Z',
  }
  const [first, second] = needsOf([queue], [away, slow], NOW)
  expect(first?.detail).toBe('1,812 waiting, the oldest for 4 m 12 s. 1 consumer connected, 0 in flight.')
  expect(second).toMatchObject({ title: 'Nobody is connected for audit on orders', lastsMs: 2 * 3_600_000 })
})

it('says which queue is nearly full, and what happens when it is', () => {
  const [need] = needsOf([{ ...queue, warning: 'size', storedBytes: 9 * 1024 ** 3 }], [fine], NOW)
  expect(need).toMatchObject({ title: 'orders is nearly full', href: '/queues/orders/settings' })
  expect(need?.detail).toBe(
    '9 GiB of 10 GiB stored. At the limit new queued messages are refused with E_FULL; real time goes on.',
  )
  const [full] = needsOf([{ ...queue, warning: 'age', storedBytes: queue.maxBytes }], [fine], NOW)
  expect(full?.title).toBe('orders is full')
})

it('says who is about to lose messages to their age, and that one is idle and when it goes', () => {
  const old = { ...fine, warning: 'age' as const, pending: 3, oldestPendingMs: 6 * 86_400_000 }
  const [first] = needsOf([queue], [old], NOW)
  expect(first).toMatchObject({ kind: 'age', title: 'billing on orders is about to lose messages' })
  expect(first?.detail).toBe('3 messages wait, the oldest for 6 d. At 7 d they are removed, read or not.')
  const gone = { ...fine, state: 'idle' as const, consumers: [], detachedAt: '2026-02-27T12:00:00.000Z' }
  const [second] = needsOf([queue], [gone], NOW)
  expect(second?.kind).toBe('idle')
  expect(second?.detail).toMatch(/^Nothing waits for it\. It is deleted 6 Mar, .* if nobody comes\.$/)
})

it('does not blame a subscription for its queue being paused', () => {
  const slow = { ...fine, state: 'paused' as const, pending: 5, oldestPendingMs: 600_000 }
  const needs = needsOf([{ ...queue, paused: true, pausedAt: null }], [slow], NOW)
  expect(needs.map((need) => need.kind)).toEqual(['paused'])
})

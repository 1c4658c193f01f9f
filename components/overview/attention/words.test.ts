import { describe, expect, it } from 'vitest'
import type { Attention, DeadLetterReason } from '../../../lib/api.ts'
import { needOf } from './words.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const found: Attention = {
  kind: 'behind',
  queue: 'orders',
  subscription: 'billing',
  since: null,
  pending: 0,
  inFlight: 0,
  retrying: 0,
  dead: 0,
  oldestPendingMs: null,
  acked: 0,
  growing: 0,
  catchUpMs: null,
  consumers: 1,
  holder: null,
  ackDeadlineMs: 30_000,
  expiresAt: null,
  storedBytes: 0,
  maxBytes: 10 * 1024 ** 3,
  retentionMs: 7 * 24 * HOUR,
}

const told = (part: Partial<Attention>, reasons: readonly DeadLetterReason[] = []) =>
  needOf({ ...found, ...part }, reasons, NOW)

describe('who falls behind', () => {
  const slow = { pending: 48_217, oldestPendingMs: 252_000, acked: 12, growing: 42 }

  it('is told with the rate that says so, and leads to the subscription', () => {
    expect(told(slow)).toMatchObject({
      title: 'billing on orders is falling behind',
      detail: '48,217 waiting, the oldest for 4 m 12 s. It falls behind by 42/s: it acks 12/s, 54/s come in.',
      lastsMs: 252_000,
      href: '/subscribers?subs=queue%3Aorders+billing',
      go: 'Open subscription',
    })
  })

  it('and catches up, has an estimate', () => {
    const { title, detail } = told({ ...slow, pending: 812, acked: 35, growing: -20, catchUpMs: 40_000 })
    expect(title).toBe('billing on orders is behind, and catches up')
    expect(detail).toContain('812 to go, about 40 s: it acks 35/s, 15/s come in.')
  })

  it('and stands, has who holds what', () => {
    const holder = { connection: 'c1', client: 'billing-1', sinceMs: 22_000 }
    const stands = told({ ...slow, acked: 0, growing: 0, inFlight: 2, holder })
    expect(stands.title).toBe('billing on orders is behind')
    expect(stands.detail).toContain('It acks nothing. billing-1 has held one of 2 for 22 s.')
    expect(told({ ...slow, growing: 0 }).detail).toContain('It acks 12/s, as much as comes in.')
  })
})

describe('dead letters', () => {
  const reason = (over: Partial<DeadLetterReason>): DeadLetterReason => ({
    queue: 'orders',
    subscription: 'billing',
    reason: 'card declined',
    count: 214,
    recent: 0,
    first: '2026-03-01T11:00:00.000Z',
    last: '2026-03-01T11:59:00.000Z',
    ...over,
  })

  it('are told by reason, that they still grow, and lead to the most frequent one', () => {
    const reasons = [
      reason({ recent: 12 }),
      reason({ reason: 'PSP answered 503', count: 3 }),
      reason({ reason: 'no such account', count: 1 }),
      reason({ subscription: 'shipping', reason: 'no address', count: 99 }),
    ]
    expect(told({ kind: 'dead', dead: 218, retrying: 1 }, reasons)).toMatchObject({
      title: 'billing on orders gave up on 218 messages',
      detail:
        '214 because “card declined”, 4 for 2 other reasons. Still growing: 12 in the last 15 min. 1 message is tried again.',
      href: '/dead?of=orders%2Fbilling&reason=card+declined',
      go: 'Review dead letters',
    })
  })

  it('of one reason are told as one, and a long reason is cut', () => {
    const one = told({ kind: 'dead', dead: 1 }, [reason({ count: 1, reason: 'x'.repeat(500) })])
    expect(one.title).toBe('billing on orders gave up on 1 message')
    expect(one.detail).toBe(`Because “${'x'.repeat(120)}…”.`)
  })

  it('whose reasons are not here yet lead to all of them', () => {
    expect(told({ kind: 'dead', dead: 2 })).toMatchObject({
      detail: '',
      href: '/dead?queue=orders&subscription=billing',
    })
  })
})

it('says who holds a message for long, and what happens at its deadline', () => {
  const holder = { connection: 'c1', client: 'billing-1', sinceMs: 22_000 }
  expect(told({ kind: 'slow', holder, inFlight: 100 })).toMatchObject({
    title: 'billing-1 is slow with billing on orders',
    detail: 'It has held a message for 22 s, of 100 in flight. In 8 s it counts as failed and is tried again.',
    href: '/queues/orders?q=subscription%3Abilling+state%3AinFlight',
  })
})

it('says since when nobody is connected, and when it expires', () => {
  const nobody = {
    kind: 'nobody',
    pending: 1_190,
    since: new Date(NOW - 26 * HOUR).toISOString(),
    expiresAt: new Date(NOW + 142 * HOUR).toISOString(),
  } as const
  expect(told(nobody)).toMatchObject({
    title: 'Nobody is connected for billing on orders',
    detail: '1,190 messages wait for it. The subscription expires in 5 d 22 h, and what waits goes with it.',
    lastsMs: 26 * HOUR,
  })
  expect(told({ ...nobody, kind: 'idle', pending: 0 }).detail).toBe(
    'Nothing waits for it. The subscription expires in 5 d 22 h.',
  )
})

it('says since when a queue is paused, and offers to go on', () => {
  const paused = told({
    kind: 'paused',
    subscription: null,
    pending: 7_216,
    since: new Date(NOW - 154 * MINUTE).toISOString(),
  })
  expect(paused).toMatchObject({
    title: 'orders is paused',
    detail: '7,216 messages wait, and new ones are still accepted.',
    lastsMs: 154 * MINUTE,
    resume: 'orders',
  })
})

it('says which queue is full or nearly so, and what happens then', () => {
  const size = { subscription: null, storedBytes: 9 * 1024 ** 3 }
  expect(told({ ...size, kind: 'size' })).toMatchObject({
    title: 'orders is nearly full',
    detail: '9 GiB of 10 GiB stored. At the limit new queued messages are refused with E_FULL; real time goes on.',
    href: '/queues/orders/settings',
  })
  expect(told({ ...size, kind: 'full' }).title).toBe('orders is full')
})

it('says who is about to lose messages to their age', () => {
  expect(told({ kind: 'age', pending: 3, oldestPendingMs: 144 * HOUR })).toMatchObject({
    title: 'billing on orders is about to lose messages',
    detail: '3 messages wait, the oldest for 6 d. At 7 d they are removed, read or not.',
    go: 'See what waits',
  })
})

it('says what fails, and what holds all it may', () => {
  expect(told({ kind: 'failing', retrying: 3 }).detail).toBe('3 messages are tried again.')
  expect(told({ kind: 'stopped', inFlight: 9_999, retrying: 1 }).detail).toBe(
    'Nothing new is dispatched until some of what is open is settled: 9,999 in flight, 1 retrying.',
  )
})

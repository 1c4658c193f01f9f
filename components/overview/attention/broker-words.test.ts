import { describe, expect, it } from 'vitest'
import type { Activity, Job } from '../../../lib/api.ts'
import type { Totals } from '../../../lib/feed.ts'
import { heldNeeds, jobNeeds, storageNeeds } from './broker-words.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const HOUR = 3_600_000
const ago = (ms: number) => new Date(NOW - ms).toISOString()

function totals(storage: Partial<Totals['storage']>): Totals {
  const none = { published: 0, acked: 0, waiting: 0, inFlight: 0, retrying: 0, dead: 0 }
  return {
    at: ago(0),
    broker: { status: 'running', since: ago(HOUR) },
    queued: none,
    realtime: { published: 0, delivered: 0, missed15m: 0 },
    connections: 0,
    storage: {
      state: 'ok',
      since: null,
      commitP99Ms: 4,
      logBytes: 0,
      diskFreeBytes: 50 * 1024 ** 3,
      diskBytes: 100 * 1024 ** 3,
      ...storage,
    },
  }
}

describe('storage', () => {
  it('that is well is no need, and neither is one of which nothing is known yet', () => {
    expect(storageNeeds(totals({}), NOW)).toEqual([])
    expect(storageNeeds(null, NOW)).toEqual([])
  })

  it('that is away is told with since when', () => {
    const [need] = storageNeeds(totals({ state: 'away', since: ago(8_000) }), NOW)
    expect(need).toMatchObject({ title: 'Postgres is away', lastsMs: 8_000 })
    expect(need?.detail).toContain('E_STORAGE')
  })

  it('that is slow is told with its p99', () => {
    const [need] = storageNeeds(totals({ state: 'slow', since: ago(60_000), commitP99Ms: 412 }), NOW)
    expect(need?.detail).toBe(
      '1 of 100 commits takes longer than 412 ms, and a publisher waits that long for its confirm.',
    )
  })

  it('that has little room is told, and leads to the largest queues', () => {
    const [need] = storageNeeds(totals({ diskFreeBytes: 9 * 1024 ** 3 }), NOW)
    expect(need).toMatchObject({ title: 'The disk is nearly full', href: '/queues?sort=-stored' })
    expect(storageNeeds(totals({ diskFreeBytes: null }), NOW)).toEqual([])
  })
})

const job: Job = {
  id: 'j1',
  kind: 'redrive',
  state: 'failed',
  filter: { queue: 'orders', subscription: 'billing' },
  perSecond: null,
  tryFirst: null,
  done: 120,
  total: 300,
  reason: 'orders is full',
  createdAt: ago(2 * HOUR),
  startsAt: null,
  endedAt: ago(HOUR),
  by: { kind: 'broker' },
}

it('tells a job that stopped by itself within a day', () => {
  expect(jobNeeds([job], NOW)).toMatchObject([
    {
      title: 'A redrive stopped by itself',
      detail: '120 of 300 done. “orders is full”',
      lastsMs: HOUR,
      href: '/dead?queue=orders&subscription=billing',
    },
  ])
  expect(jobNeeds([{ ...job, state: 'done' }], NOW)).toEqual([])
  expect(jobNeeds([{ ...job, endedAt: ago(25 * HOUR) }], NOW)).toEqual([])
})

const held: Activity = {
  id: '1',
  at: ago(2 * HOUR),
  kind: 'agingHeld',
  queue: null,
  subscription: null,
  job: null,
  by: { kind: 'broker' },
  text: 'The broker was away for 3 h: nothing is removed for its age for 1 d.',
}

it('tells that nothing is removed for its age, as long as that holds', () => {
  expect(heldNeeds([held], NOW)).toMatchObject([{ detail: `${held.text} That ends in 22 h.`, lastsMs: 2 * HOUR }])
  expect(heldNeeds([{ ...held, at: ago(25 * HOUR) }], NOW)).toEqual([])
  expect(heldNeeds([], NOW)).toEqual([])
})

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ownRuns, rememberRun } from './runs.ts'
import { sweep } from './sweep.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const MINUTE_MS = 60_000
const before = (minutes: number) => new Date(NOW - minutes * MINUTE_MS).toISOString()

interface Stands {
  readonly name: string
  readonly createdAt: string
  readonly detachedAt: string | null
}

/** By queue; the API as far as a sweep asks it. */
let subscriptions: Record<string, Stands[]>

function answer(address: string, method: string): unknown {
  const url = new URL(address, 'http://localhost')
  const [, queue = '', name = ''] = /^\/api\/subscriptions\/([^/]+)\/([^/]+)$/.exec(url.pathname) ?? []
  if (method === 'DELETE') {
    subscriptions[queue] = (subscriptions[queue] ?? []).filter((one) => one.name !== name)
    return { deleted: true }
  }
  if (url.pathname !== '/api/subscriptions') return { items: [] }
  const wanted = (url.searchParams.get('filter') ?? '').replace(/^name:/, '').replace(/\*$/, '')
  const here = subscriptions[url.searchParams.get('queue') ?? '']
  return here === undefined ? null : { items: here.filter((one) => one.name.startsWith(wanted)) }
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
  vi.stubGlobal('fetch', async (address: string, { method = 'GET' }: RequestInit = {}) => {
    const body = answer(address, method)
    if (body !== null) return Response.json(body)
    const error = { code: 'E_UNKNOWN_QUEUE', message: 'there is no such queue', retryable: false }
    return Response.json({ error }, { status: 404 })
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function began(minutes: number, queue: string, run: string): void {
  vi.setSystemTime(NOW - minutes * MINUTE_MS)
  rememberRun({ queue, run })
  vi.setSystemTime(NOW)
}

const names = (queue: string) => subscriptions[queue]?.map(({ name }) => name)

it('takes what a run of this browser left behind, and nothing that is only named like it', async () => {
  began(60, 'orders', '0a1b')
  began(60, 'lab', '2024')
  subscriptions = {
    orders: [
      { name: 'lab-0a1b-desk', createdAt: before(60), detachedAt: before(50) },
      { name: 'lab-2024-billing', createdAt: before(60), detachedAt: before(50) },
    ],
    // It is older than the run that happened to take its name.
    lab: [{ name: 'lab-2024-billing', createdAt: before(9_000), detachedAt: before(50) }],
  }
  await sweep()
  expect(subscriptions).toMatchObject({ orders: [{ name: 'lab-2024-billing' }], lab: [{ name: 'lab-2024-billing' }] })
  expect(ownRuns()).toEqual([])
})

it('leaves a run of which somebody is there, though others are unplugged', async () => {
  began(60, 'lab', '0a1b')
  subscriptions = {
    lab: [
      { name: 'lab-0a1b-desk', createdAt: before(60), detachedAt: null },
      { name: 'lab-0a1b-tablet', createdAt: before(60), detachedAt: before(50) },
    ],
  }
  await sweep()
  expect(names('lab')).toEqual(['lab-0a1b-desk', 'lab-0a1b-tablet'])
  expect(ownRuns()).toHaveLength(1)
})

it('leaves one that began just now, and forgets one whose queue is gone', async () => {
  began(1, 'lab', '0a1b')
  began(60, 'gone', '0c1d')
  subscriptions = { lab: [] }
  await sweep()
  expect(ownRuns()).toMatchObject([{ queue: 'lab', run: '0a1b' }])
})

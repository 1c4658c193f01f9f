import { expect, it } from 'vitest'
import { type FilteredQueue, queueFilter } from './queues.ts'

const queue: FilteredQueue = {
  name: 'shop.orders',
  paused: false,
  pending: 12,
  inFlight: 3,
  retrying: 0,
  dead: 2,
  scheduled: 0,
  subscriptions: 1,
  connections: 4,
  oldestPendingMs: 400_000,
  storedBytes: 2_048,
  maxBytes: 4_096,
  warning: null,
  settings: { delivery: null },
  rates: { published: 42, acked: 12, missed: 0 },
}

const matches = (text: string, one: Partial<FilteredQueue> = {}) => queueFilter(text).matches({ ...queue, ...one })

it.each([
  ['', true],
  ['ORD', true],
  ['shop*rs', true],
  ['ord emails', false],
  ['prefix:shop.', true],
  ['prefix:orders', false],
  ['dead:>0', true],
  ['dead:>2', false],
  ['inFlight:>=3', true],
  ['retrying:0', true],
  ['in:>40 acked:<40', true],
  ['paused:no', true],
  ['paused:yes', false],
  ['oldest:>5m', true],
  ['oldest:>1h', false],
  ['oldest:<10m', true],
  ['stored:>1KiB', true],
  ['stored:>1GiB', false],
  ['delivery:queued', true],
  ['delivery:realtime', false],
  ['limit:size', false],
])('%j holds: %s', (text, holds) => {
  expect(matches(text)).toBe(holds)
  expect(queueFilter(text).problems).toEqual([])
})

it('has no oldest where nothing waits, and is near its size once it is full', () => {
  expect(matches('oldest:<5m', { oldestPendingMs: null })).toBe(false)
  expect(matches('limit:full', { storedBytes: 4_096 })).toBe(true)
  expect(matches('limit:size', { storedBytes: 4_096, warning: 'age' })).toBe(true)
})

it.each([
  ['dead:many', 'dead:many is no number: write dead:>0.'],
  ['paused:maybe', 'paused:maybe is neither yes nor no.'],
  ['delivery:pigeon', 'delivery:pigeon is neither queued nor realtime.'],
  ['oldest:>long', 'oldest:>long is no time: write oldest:>5m.'],
  ['stored:much', 'stored:much is no size: write stored:>100MiB.'],
  ['limit:far', 'limit:far is none of age, size and full.'],
])('%j is a problem, and the rest holds', (text, problem) => {
  const filter = queueFilter(`${text} ord`)
  expect(filter.problems).toEqual([problem])
  expect(filter.rest).toBe('ord')
  expect(filter.matches(queue)).toBe(true)
})

it('names its fields where one is unknown, and is silent while one is being typed', () => {
  expect(queueFilter('colour:red').problems[0]).toMatch(/^colour: is no field here\. There are prefix, paused/)
  expect(queueFilter('dead:').problems).toEqual([])
})

import { expect, it } from 'vitest'
import { subscription } from '../../subscribers/testing/a-subscription.ts'
import { scopeOf } from '../group.ts'
import { consequencesOf, type Situation } from './words.ts'

const NOW = Date.parse('2026-03-01T12:05:00.000Z')
const consumer = { connection: 'c1', client: 'billing-1', credit: 100, inFlight: 0, active: true, since: '' }
const group = {
  ...{ queue: 'orders', subscription: 'billing', reason: 'PSP answered 503', count: 214, recent: 0 },
  first: '2026-03-01T11:00:00.000Z',
  last: '2026-03-01T11:40:00.000Z',
}

const calm: Situation = {
  scope: scopeOf([group], group, 214),
  total: 214,
  perSecond: 20,
  own: subscription({ consumers: [consumer] }),
  others: ['shipping', 'search-index'],
  queue: undefined,
  check: undefined,
}
const texts = (over: Partial<Situation>) => consequencesOf({ ...calm, ...over }, NOW).map((one) => one.text)

it('says who gets them, as what, where to and how long it takes', () => {
  expect(texts({})).toEqual([
    'Only billing gets them again. shipping and search-index see no duplicate.',
    'Each is added again with the same id and payload and a new number. Failures count from 0 of 5.',
    'They go to the end of orders, oldest first.',
    '1 consumer is connected. At 20/s it takes about 11 s.',
  ])
  expect(texts({ perSecond: null })).toContain('1 consumer is connected. They are added as fast as the broker can.')
})

it('says for how many a newer one of the same key went before, and no more than is known', () => {
  const check = { looked: 214, withKey: 200, newer: 12, complete: true }
  const words = 'of them billing already has a newer message with the same key.'
  expect(texts({ check })).toContain(`They go to the end of orders, oldest first. For 12 ${words}`)
  expect(texts({ check: { ...check, complete: false } })[2]).toContain(`For at least 12 ${words}`)
  expect(texts({ check: { ...check, newer: 0 } })).toContain('They go to the end of orders, oldest first.')
})

it('warns where they would wait, or come straight back', () => {
  const settings = { delivery: null, ackDeadlineMs: null, maxFailures: 3, retentionMs: null, maxBytes: null }
  expect(texts({ queue: { paused: true, settings } })).toContain('orders is paused: they wait until it is resumed.')
  expect(texts({ own: subscription({ consumers: [] }) })).toContain('Nobody is connected for billing: they wait.')
  const growing = { ...group, last: '2026-03-01T12:04:50.000Z' }
  expect(texts({ scope: scopeOf([growing], growing, 214) }).at(-1)).toMatch(/^billing still fails with this reason/)
})

it('warns that a subscription which is gone gets nothing', () => {
  const gone = { ...group, gone: 'subscription' as const }
  expect(texts({ own: undefined, scope: scopeOf([gone], gone, 214) })).toEqual([
    'billing on orders no longer exists. They stay here until there is one of that name.',
  ])
  // Not known yet is not gone.
  expect(texts({ own: undefined }).join()).not.toContain('no longer exists')
})

it('says of several subscriptions what holds for all of them', () => {
  const other = { ...group, subscription: 'mailer', gone: 'subscription' as const }
  const scope = scopeOf([group, other], null, 428)
  const words = texts({ scope, own: undefined, others: [], total: 428 })
  expect(words[0]).toBe('Each goes to its own subscription alone; the others see no duplicate.')
  expect(words).toContain('mailer no longer exists: those letters stay here.')
})

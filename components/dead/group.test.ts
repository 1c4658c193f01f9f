import { expect, it } from 'vitest'
import { filterOf, isGrowing, ownerWords, reasonWords, scopeOf, spanWords } from './group.ts'

const local = (text: string) => new Date(text).toISOString()
const NOW = Date.parse('2026-03-01T12:05:00')

it('says from when to when, with the day once where it is not today', () => {
  const span = (first: string, last: string) => spanWords({ first: local(first), last: local(last) }, NOW)
  expect(span('2026-03-01T11:21:02', '2026-03-01T12:04:22')).toBe('11:21:02 to 12:04:22')
  expect(span('2026-03-01T11:21:02', '2026-03-01T11:21:02')).toBe('11:21:02')
  expect(span('2026-02-28T17:40:00', '2026-02-28T17:41:00')).toBe('28 Feb, 17:40:00 to 17:41:00')
  expect(span('2026-02-28T17:40:00', '2026-03-01T09:00:00')).toBe('28 Feb, 17:40:00 to 09:00:00')
})

it('calls a reason growing for a quarter of an hour after its last letter', () => {
  expect(isGrowing({ last: local('2026-03-01T11:50:01') }, NOW)).toBe(true)
  expect(isGrowing({ last: local('2026-03-01T11:49:59') }, NOW)).toBe(false)
})

it('means those letters alone that were there when somebody looked, of what the page filters', () => {
  const group = { queue: 'orders', subscription: 'billing', reason: 'PSP answered 503' }
  const row = { ...group, count: 1, recent: 0, first: local('2026-03-01T12:04:22'), last: local('2026-03-01T12:04:22') }
  const until = '2026-03-01T12:04:22.000Z'
  expect(filterOf({ event: 'created' }, { group: row }, until)).toEqual({ ...group, event: 'created', until })
  expect(filterOf({ queue: 'orders', text: 'x' }, { group: null }, until)).toEqual({
    queue: 'orders',
    text: 'x',
    until,
  })
  expect(filterOf({ until: '2026-03-01T11:00:00Z' }, { group: null }, until).until).toBe('2026-03-01T11:00:00Z')
})

it('knows whether one subscription is meant, or several', () => {
  const row = { queue: 'orders', subscription: 'billing', reason: 'a', count: 2, recent: 0, first: '', last: '2026' }
  expect(ownerWords(scopeOf([row, { ...row, reason: 'b' }], null, 4))).toBe('billing')
  expect(ownerWords(scopeOf([row, { ...row, subscription: 'mailer' }], null, 4))).toBe('2 subscriptions')
  expect(reasonWords('')).toBe('No reason was given')
})

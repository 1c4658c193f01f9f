import { expect, it } from 'vitest'
import { filterOf, isGrowing, lettersFilter, spanWords } from './group.ts'

const local = (text: string) => new Date(text).toISOString()
const NOW = Date.parse('2026-03-01T12:05:00')

it('says from when to when, with the day once where it is not today', () => {
  const span = (first: string, last: string) => spanWords({ first: local(first), last: local(last) }, NOW)
  expect(span('2026-03-01T11:21:02', '2026-03-01T12:04:22')).toBe('11:21:02 to 12:04:22')
  expect(span('2026-03-01T11:21:02', '2026-03-01T11:21:02')).toBe('11:21:02')
  expect(span('2026-02-28T17:40:00', '2026-02-28T17:41:00')).toBe('28 Feb, 17:40:00 to 17:41:00')
  expect(span('2026-02-28T17:40:00', '2026-03-01T09:00:00')).toBe('28 Feb, 17:40:00 to 09:00:00')
})

it('calls a reason growing for a minute after its last letter', () => {
  expect(isGrowing({ last: local('2026-03-01T12:04:22') }, NOW)).toBe(true)
  expect(isGrowing({ last: local('2026-03-01T12:03:59') }, NOW)).toBe(false)
})

it('reads the one field there is, and says what it cannot act on', () => {
  expect(lettersFilter('event:created')).toEqual({ event: 'created', problems: [] })
  expect(lettersFilter('event:').event).toBeUndefined()
  expect(lettersFilter('key:A-1 A-2').problems).toEqual([
    'key: and A-2 is no field here. There is event, as in event:created.',
  ])
})

it('means those letters alone that were there when somebody looked', () => {
  const group = { queue: 'orders', subscription: 'billing', reason: 'PSP answered 503' }
  expect(filterOf(group, undefined, '2026-03-01T12:04:22.000Z')).toEqual({
    ...group,
    until: '2026-03-01T12:04:22.000Z',
  })
})

import { expect, it } from 'vitest'
import { readFilter } from './read.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const read = (text: string, range: 'any' | '1h' = 'any') => readFilter(text, range, NOW)

it('reads every field in the words of the API', () => {
  const text = 'queue:orders subscription:billing event:created key:A-1 reason:"PSP 503" text:c_4417'
  expect(read(text)).toEqual({
    filter: {
      ...{ queue: 'orders', subscription: 'billing', event: 'created', key: 'A-1' },
      ...{ reasonText: 'PSP 503', text: 'c_4417' },
    },
    problems: [],
  })
})

it('reads times as they are written, and how long ago', () => {
  expect(read('since:2h until:2026-03-01T11:30:00Z').filter).toEqual({
    since: '2026-03-01T10:00:00.000Z',
    until: '2026-03-01T11:30:00.000Z',
  })
  expect(read('', '1h').filter).toEqual({ since: '2026-03-01T11:00:00.000Z' })
  expect(read('since:5m', '1h').filter).toEqual({ since: '2026-03-01T11:55:00.000Z' })
})

it('says what it cannot act on, and leaves a half-typed field alone', () => {
  expect(read('c_4417').problems).toEqual(['c_4417 has no field in front. Write text:c_4417 to look in the payload.'])
  expect(read('colour:red').problems[0]).toContain('colour: is no field here. There are queue,')
  expect(read('event:a event:b')).toEqual({
    filter: { event: 'a' },
    problems: ['event: stands twice. One value each.'],
  })
  expect(read('since:soon').problems).toEqual(['soon is no time. Write since:2h, or since:2026-03-01T12:04.'])
  expect(read('event:')).toEqual({ filter: {}, problems: [] })
})

import { expect, it } from 'vitest'
import { subscription } from '../testing/a-subscription.ts'
import { fromOf, movedWords, moveWords } from './move.ts'

const move = { to: 'new', seq: '', time: '' } as const
const billing = subscription({ upto: 100, pending: 12 })

it('reads where to, in the words of the API', () => {
  expect(fromOf(move)).toBe('new')
  expect(fromOf({ ...move, to: 'seq', seq: ' 48,217 ' })).toBe(48_217)
  expect(fromOf({ ...move, to: 'seq', seq: '4.5' })).toBeNull()
  expect(fromOf({ ...move, to: 'time', time: '' })).toBeNull()
  expect(fromOf({ ...move, to: 'time', time: '2026-03-01T12:00' })).toBe(new Date('2026-03-01T12:00').toISOString())
})

it('says what is skipped and what is sent again', () => {
  expect(moveWords(move, billing, 1)).toBe('12 messages that wait for it are skipped: billing never gets them.')
  expect(moveWords({ ...move, to: 'start' }, billing, 41)).toContain('Up to 60 messages are sent again to billing')
  expect(moveWords({ ...move, to: 'seq', seq: '100' }, billing, 1)).toContain('1 message is sent again')
  expect(moveWords({ ...move, to: 'seq', seq: '150' }, billing, 1)).toContain('before 150 is skipped')
  expect(moveWords({ ...move, to: 'seq', seq: 'x' }, billing, 1)).toBe('Name the first seq that it gets.')
  expect(moveWords({ ...move, to: 'start' }, subscription({ upto: 0 }), 0)).toContain('nothing is sent again')
})

it('says what became of it', () => {
  expect(movedWords({ startSeq: 4_711, skipped: 12, resent: 0 })).toBe('It goes on at 4,711: 12 skipped, 0 sent again.')
})

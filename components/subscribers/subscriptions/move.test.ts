import { expect, it } from 'vitest'
import { tellTimesIn } from '../../../lib/format.ts'
import { subscription } from '../testing/a-subscription.ts'
import { foreseenWords, fromOf, missingWords, movedWords } from './move.ts'

const move = { to: 'new', seq: '', time: '' } as const
const billing = subscription({ upto: 100, pending: 12 })

it('reads where to, in the words of the API', () => {
  expect(fromOf(move)).toBe('new')
  expect(fromOf({ ...move, to: 'seq', seq: ' 48,217 ' })).toBe(48_217)
  expect(fromOf({ ...move, to: 'seq', seq: '4.5' })).toBeNull()
  expect(fromOf({ ...move, to: 'time', time: '' })).toBeNull()
  expect(fromOf({ ...move, to: 'time', time: '2026-03-01T12:00' })).toBe(new Date('2026-03-01T12:00').toISOString())
  tellTimesIn('UTC')
  expect(fromOf({ ...move, to: 'time', time: '2026-03-01T12:00' })).toBe('2026-03-01T12:00:00.000Z')
  tellTimesIn(undefined)
})

it('says what is skipped and what is sent again, with the counts', () => {
  const words = (skipped: number, resent: number) => foreseenWords({ startSeq: 60, skipped, resent }, billing)
  expect(words(12, 0)).toBe('12 messages that it has not settled are skipped: billing never gets them.')
  expect(words(0, 41)).toContain('41 messages are sent again to billing, from 60 to 100')
  expect(words(1, 1)).toMatch(/1 message that it has not settled is skipped.*1 message is sent again/)
  expect(words(0, 0)).toContain('billing is there already')
})

it('says what is missing before', () => {
  expect(missingWords({ ...move, to: 'seq' })).toBe('Name the first seq that it gets.')
})

it('says what became of it', () => {
  expect(movedWords({ startSeq: 4_711, skipped: 12, resent: 0 })).toBe('It goes on at 4,711: 12 skipped, 0 sent again.')
})

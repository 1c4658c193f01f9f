import { expect, it } from 'vitest'
import { deedsOf, noDuplicateWords } from './deeds.ts'

const standing = { firstSeq: 5, upto: 20 }
const of = (seq: number | null, state: Parameters<typeof deedsOf>[1], over = {}) =>
  deedsOf({ seq }, state, { ...standing, ...over })

it('offers only what the broker will take', () => {
  expect(of(9, { state: 'retrying' })).toEqual(['retry', 'giveUp'])
  expect(of(9, { state: 'inFlight' })).toEqual(['giveUp'])
  expect(of(9, { state: 'pending' })).toEqual(['giveUp'])
  expect(of(21, { state: 'pending' })).toEqual([])
  for (const state of ['acked', 'dead', 'purged', 'expired'] as const) expect(of(9, { state })).toEqual(['redeliver'])
})

it('sends again to whom it never was for, while the message is kept', () => {
  expect(of(9, undefined)).toEqual(['redeliver'])
  expect(of(4, undefined)).toEqual([])
  expect(of(9, undefined, { upto: undefined })).toEqual([])
})

it('has nothing for real time and for what is not due yet', () => {
  expect(of(null, { state: 'delivered' })).toEqual([])
  expect(of(null, { state: 'scheduled' })).toEqual([])
})

it('says who sees no duplicate', () => {
  expect(noDuplicateWords([])).toBe('It is the only subscription.')
  expect(noDuplicateWords(['shipping'])).toBe('shipping sees no duplicate.')
  expect(noDuplicateWords(['a', 'b', 'c', 'd'])).toBe('The other subscriptions see no duplicate.')
})

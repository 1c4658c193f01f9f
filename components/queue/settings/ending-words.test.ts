import { expect, it } from 'vitest'
import { deleteWords, keptOf, purgeWords } from './ending-words.ts'

const queue = {
  firstSeq: 11,
  lastSeq: 30,
  pending: 3,
  inFlight: 1,
  retrying: 0,
  subscriptions: 2,
  scheduled: 1,
  dead: 4,
}

it('counts what is kept, also in a queue that is empty or was never used', () => {
  expect(keptOf(queue)).toBe(20)
  expect(keptOf({ firstSeq: 31, lastSeq: 30 })).toBe(0)
  expect(keptOf({ firstSeq: 0, lastSeq: 0 })).toBe(0)
})

it('says what a purge takes, and what it leaves', () => {
  expect(purgeWords(queue)).toEqual({
    goes: '20 messages are gone for good. 4 deliveries of them are not settled and never will be.',
    stays: 'What stays: 2 subscriptions, 1 delayed message, 4 dead letters.',
  })
  expect(purgeWords({ ...queue, firstSeq: 31 }).goes).toBe('There is nothing in it now.')
})

it('says what a deletion takes with it, and that dead letters outlive it', () => {
  const { goes, stays } = deleteWords(queue)
  expect(goes).toMatch(/^20 messages, 2 subscriptions, 1 delayed message are gone for good/)
  expect(stays).toBe('4 dead letters stay for 30 d. For 60 s publishing does not create it anew.')
})

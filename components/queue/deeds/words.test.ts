import { describe, expect, it } from 'vitest'
import { keptOf } from './kept-of.ts'
import { deedWords, deleteWords, doneWords, purgeWords } from './words.ts'

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

describe('several at once', () => {
  const named = (name: string, part: Partial<typeof queue> = {}) => ({ ...queue, ...part, name })
  const two = [
    named('orders', { firstSeq: 3, lastSeq: 4, pending: 2 }),
    named('mail', { firstSeq: 1, lastSeq: 0, pending: 0 }),
  ]

  it('are named, with the count and what it means for all of them', () => {
    expect(deedWords('pause', two)).toMatchObject({
      title: 'Pause 2 queues?',
      goes: expect.stringMatching(
        /^orders and mail\. Queued delivery stops for \d+ subscriptions; publishing and real time go on\.$/,
      ),
      deed: 'Pause 2 queues',
      keep: 'Keep them running',
    })
    expect(deedWords('purge', two)).toMatchObject({
      goes: expect.stringContaining('orders and mail. 2 messages are gone for good.'),
      deed: 'Purge 2 messages',
      typed: '2 queues',
    })
    expect(deedWords('delete', two).stays).toContain('For 60 s publishing does not create them anew.')
  })

  it('are one where there is one', () => {
    const one = two.slice(0, 1)
    expect(deedWords('resume', one)).toMatchObject({ title: 'Resume orders?', keep: 'Keep it paused' })
    expect(deedWords('delete', one)).toMatchObject({ deed: 'Delete orders', keep: 'Keep it', typed: 'orders' })
  })

  it('are said to be done, purged ones with the count', () => {
    expect(doneWords('purge', two, 2)).toBe('2 messages of 2 queues were purged.')
    expect(doneWords('pause', two.slice(0, 1), 0)).toBe('orders is paused.')
  })
})

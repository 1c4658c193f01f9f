import { expect, it } from 'vitest'
import type { Job } from '../../../lib/api.ts'
import { jobStateWords, jobTimeWords, jobTitle } from './words.ts'

const NOW = Date.parse('2026-03-01T12:00:10')
const job: Job = {
  id: 'j1',
  kind: 'redrive',
  state: 'running',
  filter: { queue: 'orders', subscription: 'billing' },
  perSecond: 20,
  tryFirst: 5,
  done: 31,
  total: 214,
  by: { kind: 'dashboard' },
  startsAt: null,
  createdAt: new Date('2026-03-01T12:00:00').toISOString(),
  endedAt: null,
}

it('names what it moves and to whom, also where the letters were picked one by one', () => {
  expect(jobTitle(job)).toBe('214 to billing')
  const items = [{ queue: 'orders', subscription: 'mailer', seq: 4 }]
  expect(jobTitle({ ...job, total: 1, filter: { items } })).toBe('1 to mailer')
  expect(jobTitle({ ...job, filter: {} })).toBe('214 to their subscriptions')
  expect(jobTitle({ ...job, kind: 'deleteDeadLetters', total: 1 })).toBe('Deletion of 1 letter of billing')
})

it('says how far it is, and how it ended', () => {
  expect(jobStateWords(job, NOW)).toBe('31 of 214')
  expect(jobStateWords({ ...job, state: 'done', done: 214 }, NOW)).toBe('214 sent again')
  expect(jobStateWords({ ...job, state: 'cancelled' }, NOW)).toBe('stopped at 31')
  expect(jobTimeWords(job, NOW)).toBe('12:00:00, runs for 10 s')
  const endedAt = new Date('2026-03-01T12:00:02').toISOString()
  expect(jobTimeWords({ ...job, endedAt, reason: 'One went first and died again.' }, NOW)).toBe(
    '12:00:00, took 2 s. One went first and died again.',
  )
})

it('says of a deletion when it begins, and that it was undone', () => {
  const at = (text: string) => new Date(text).toISOString()
  const waiting: Job = { ...job, kind: 'deleteDeadLetters', startsAt: at('2026-03-01T12:00:19.5'), done: 0 }
  expect(jobStateWords(waiting, NOW)).toBe('begins in 10 s')
  expect(jobTimeWords({ ...waiting, by: { kind: 'api', name: 'nightly' } }, NOW)).toBe('12:00:00, by nightly')
  const undone: Job = { ...waiting, state: 'cancelled', endedAt: at('2026-03-01T12:00:12') }
  expect(jobStateWords(undone, NOW)).toBe('undone')
  expect(jobTimeWords(undone, NOW)).toBe('12:00:00')
})

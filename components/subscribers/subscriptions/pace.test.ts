import { expect, it } from 'vitest'
import { subscription } from '../testing/a-subscription.ts'
import { paceWords } from './pace.ts'

it('says how long a backlog that falls still takes, unless it is gone before that is read', () => {
  expect(paceWords(subscription({ pending: 800, inFlight: 12, growing: -20, catchUpMs: 40_400 }))).toBe(
    '812 to go, about 40 s',
  )
  expect(paceWords(subscription({ pending: 3, growing: -1, catchUpMs: 200 }))).toBeNull()
})

it('says how fast one grows, and promises no end then', () => {
  expect(paceWords(subscription({ pending: 800, growing: 2.6, catchUpMs: null }))).toBe('grows by 2.6/s')
})

it('is silent where nothing waits, or nothing moves', () => {
  expect(paceWords(subscription({ pending: 0, growing: 3 }))).toBeNull()
  expect(paceWords(subscription({ pending: 9, growing: 0, catchUpMs: null }))).toBeNull()
})

import { expect, it } from 'vitest'
import type { MessagePage } from '../../../lib/api.ts'
import { isSearch } from '../../../lib/queries/messages.ts'
import { lookedOn, lookedWords, NOTHING_LOOKED } from './scan.ts'

const page = (scanned: number, upToAt: string | null): MessagePage => ({
  items: [],
  nextCursor: 'more',
  scan: { scanned, upToSeq: null, upToAt, done: false },
})

it('adds up what the pages of a question have looked at', () => {
  const first = lookedOn(NOTHING_LOOKED, page(40_000, '2026-03-01T12:00:00.000Z'))
  const second = lookedOn(first, page(30_000, '2026-02-28T12:00:00.000Z'))
  expect(lookedOn(second, page(0, null))).toEqual({ scanned: 70_000, upToAt: '2026-02-28T12:00:00.000Z' })
})

it('says of how many, where that is known', () => {
  expect(lookedWords({ scanned: 1_240_000, upToAt: null }, 10_000_000)).toBe(
    'Looked at 1,240,000 of 10,000,000 messages',
  )
  expect(lookedWords({ scanned: 12, upToAt: null }, 3)).toBe('Looked at 12 messages')
})

it('is a search where each payload has to be looked into', () => {
  expect([isSearch({ text: 'a' }), isSearch({ payload: ['a:1'] }), isSearch({ event: 'add' })]).toEqual([
    true,
    true,
    false,
  ])
})

import { expect, it } from 'vitest'
import { ALL, bodyOf, countOf, isSelected, NONE, pageOf, selectionWords, toggled } from './selection.ts'

const letters = [9, 7, 4].map((seq) => ({ queue: 'orders', subscription: 'billing', seq }))
const seven = { queue: 'orders', subscription: 'billing', seq: 7 }
const filter = { queue: 'orders', reason: 'PSP answered 503' }

it('means all that match, also those that are not on the page', () => {
  expect(countOf(ALL, letters, 214)).toBe(214)
  expect(bodyOf(ALL, letters, filter, 214)).toEqual({ filter, expectedCount: 214 })
  expect(selectionWords(ALL, 214, 1_214)).toBe('All 1,214 that match are selected')
})

it('keeps those on the page when one is taken out of all', () => {
  const some = toggled(ALL, 'orders/billing/7', letters)
  expect(isSelected(some, seven)).toBe(false)
  expect(bodyOf(some, letters, filter, 214)).toEqual({
    items: [
      { queue: 'orders', subscription: 'billing', seq: 9 },
      { queue: 'orders', subscription: 'billing', seq: 4 },
    ],
    expectedCount: 2,
  })
  expect(isSelected(toggled(some, 'orders/billing/7', letters), seven)).toBe(true)
})

it('does not count what has left the list', () => {
  const page = pageOf(letters)
  expect(countOf(page, letters, 214)).toBe(3)
  expect(countOf(page, letters.slice(1), 214)).toBe(2)
  expect(selectionWords(NONE, 0, 214)).toBe('None is selected')
})

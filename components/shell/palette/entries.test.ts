import { describe, expect, it } from 'vitest'
import { readAsk } from './ask.ts'
import { type Entry, matching, sectionEntries } from './entries.ts'

const entry = (word: string, note = ''): Entry => ({ key: word, icon: 'queue', word, note, href: '/' })
const words = (entries: readonly Entry[], text: string) => matching(entries, text).map((one) => one.word)

describe('matching', () => {
  const entries = [
    entry('Publish to orders'),
    entry('orders.eu'),
    entry('orders'),
    entry('billing', 'subscription of orders'),
  ]

  it('puts the name itself first, then what begins with it, then what holds it', () => {
    expect(words(entries, 'orders')).toEqual(['orders', 'orders.eu', 'Publish to orders', 'billing'])
  })

  it('finds several words in any order, also in the note', () => {
    expect(words(entries, 'orders billing')).toEqual(['billing'])
    expect(words(entries, 'nothing')).toEqual([])
  })

  it('is bounded, however much there is', () => {
    expect(
      matching(
        Array.from({ length: 99 }, (_, index) => entry(`q${index}`)),
        'q',
      ),
    ).toHaveLength(14)
  })
})

it('has every page, and help', () => {
  expect(sectionEntries().map((one) => one.href)).toContain('/help')
  expect(readAsk('help').name).toBe('help')
})

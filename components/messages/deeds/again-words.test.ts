import { expect, it } from 'vitest'
import { againWords } from './again-words.ts'

const listeners = (...names: string[]) => names.map((name) => ({ name, delivery: 'queued' as const, why: '' }))

it('says who gets it now, for whom it waits, and who misses it', () => {
  const audience = {
    now: listeners('billing', 'shipping'),
    waits: listeners('audit-trail'),
    misses: listeners('ui-tablet-3'),
  }
  expect(againWords(audience)).toBe(
    'billing and shipping get it now, also where they have had it before. It waits for audit-trail. ui-tablet-3 is away and misses it.',
  )
})

it('says so where nobody is subscribed', () => {
  expect(againWords({ now: [], waits: [], misses: [] })).toBe('Nobody is subscribed to it now.')
})

import { expect, it } from 'vitest'
import { againWords } from './again-words.ts'

const listeners = (...names: string[]) => names.map((name) => ({ name, delivery: 'queued' as const, why: '' }))

/** An answer that names them, of so many more in real time. */
function audience(now: string[], waits: string[], misses: string[], unnamed = 0) {
  const counts = {
    now: { queued: now.length, realtime: unnamed },
    waits: { queued: waits.length, realtime: 0 },
    misses: { queued: misses.length, realtime: 0 },
    notListening: { queued: 0, realtime: 0 },
  }
  return { now: listeners(...now), waits: listeners(...waits), misses: listeners(...misses), counts }
}

it('says who gets it now, for whom it waits, and who misses it', () => {
  expect(againWords(audience(['billing', 'shipping'], ['audit-trail'], ['ui-tablet-3']))).toBe(
    'billing and shipping get it now, also where they have had it before. It waits for audit-trail. ui-tablet-3 is away and misses it.',
  )
})

it('counts those that the answer does not name', () => {
  expect(againWords(audience(['billing', 'shipping'], [], [], 4_800))).toBe(
    'billing, shipping and 4,800 more get it now, also where they have had it before.',
  )
})

it('says so where nobody is subscribed', () => {
  expect(againWords(audience([], [], []))).toBe('Nobody is subscribed to it now.')
})

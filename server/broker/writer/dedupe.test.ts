import { expect, it } from 'vitest'
import { LIMITS } from '../limits.ts'
import { Dedupe } from './dedupe.ts'

it('finds each id of the last 5 minutes under its queue, and none other', () => {
  const dedupe = new Dedupe(LIMITS, 0.3)
  const start = 1_700_000_000_000
  for (let i = 1; i <= 20_000; i++) dedupe.add(1, `id-${i}`, i, start + i * 10)
  const now = start + 200_000
  for (let i = 1; i <= 20_000; i++) expect(dedupe.find(1, `id-${i}`, now)).toBe(i)
  expect(dedupe.find(2, 'id-1', now)).toBeNull()
  expect(dedupe.find(1, 'id-20001', now)).toBeNull()
  expect(dedupe.find(1, 'id-1', start + 10 + LIMITS.dedupeMs)).toBeNull()
  expect(dedupe.find(1, 'id-2', start + 10 + LIMITS.dedupeMs)).toBe(2)
})

it('keeps at most so many ids, the newest', () => {
  const dedupe = new Dedupe({ ...LIMITS, dedupeIds: 1_000 }, 0.7)
  for (let i = 1; i <= 5_000; i++) dedupe.add(1, `id-${i}`, i, 1_000)
  expect(dedupe.find(1, 'id-5000', 1_000)).toBe(5_000)
  expect(dedupe.find(1, 'id-4300', 1_000)).toBe(4_300)
  expect(dedupe.find(1, 'id-1', 1_000)).toBeNull()
})

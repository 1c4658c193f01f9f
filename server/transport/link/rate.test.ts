import { expect, test } from 'vitest'
import { RateLimit } from './rate.ts'

test('so many at once, then evenly, and it says when', () => {
  let now = 0
  const limit = new RateLimit(50, () => now)
  for (let i = 0; i < 50; i++) expect(limit.take()).toBeNull()
  expect(limit.take()).toBe(20)
  now = 10
  expect(limit.take()).toBe(10)
  now = 20
  expect(limit.take()).toBeNull()
  now = 60_000
  for (let i = 0; i < 50; i++) expect(limit.take()).toBeNull()
  expect(limit.take()).toBe(20)
})

import { validate, version } from 'uuid'
import { expect, test } from 'vitest'
import { createIds } from './ids.ts'

test('ids are UUIDv7, all different, and rise also within a millisecond and when the wall goes back', () => {
  let now = 1_800_000_000_000
  const ids = createIds(() => now)
  const made: string[] = []
  for (let i = 0; i < 2_000; i++) {
    if (i % 700 === 0) now += i === 1_400 ? -5 : 1
    made.push(ids.message())
  }
  expect(made.every((id) => validate(id) && version(id) === 7)).toBe(true)
  expect(new Set(made).size).toBe(2_000)
  expect([...made].sort()).toEqual(made)
})

test('two processes do not make the same ids', () => {
  const now = () => 1_800_000_000_000
  expect(createIds(now).message()).not.toBe(createIds(now).message())
})

import { validate, version } from 'uuid'
import { expect, test } from 'vitest'
import { messageId } from './ids.ts'

test('ids are UUIDv7, all different, and rise', () => {
  const ids = Array.from({ length: 2_000 }, () => messageId())
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true)
  expect(new Set(ids).size).toBe(2_000)
  expect([...ids].sort()).toEqual(ids)
})

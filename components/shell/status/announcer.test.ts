import { expect, it } from 'vitest'
import { announced } from './announcer.tsx'

it('says what broke, and what is good again', () => {
  expect(announced('live', 'broken')).toContain('No connection')
  expect(announced('broken', 'live')).toContain('Connected again')
  expect(announced('live', 'storage')).toBe('Postgres does not answer.')
  expect(announced('storage', 'live')).toBe('Postgres answers again.')
})

it('is silent where nothing was wrong', () => {
  expect(announced('connecting', 'live')).toBe('')
})

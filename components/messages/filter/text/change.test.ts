import { expect, it } from 'vitest'
import { withPath } from './change.ts'

it('moves a value to another path where it stands', () => {
  expect(withPath('payload.a:1 key:A-1', 'payload.a', 'payload.b')).toBe('payload.b:1 key:A-1')
})

it('begins and ends one', () => {
  expect(withPath('key:A-1', null, 'payload.b')).toBe('key:A-1 payload.b:""')
  expect(withPath('payload.a:1 key:A-1', 'payload.a', null)).toBe('key:A-1')
})

import { describe, expect, it } from 'vitest'
import { termValue, withPath, withTerm } from './change.ts'

describe('withTerm', () => {
  it('replaces a value where it stands, and keeps the rest', () => {
    expect(withTerm('event:add key:A-1 loose', 'event', 'update')).toBe('event:update key:A-1 loose')
  })

  it('adds a field at the end, in quotes where it has spaces', () => {
    expect(withTerm('event:add', 'text', 'two words')).toBe('event:add text:"two words"')
  })

  it('takes a field out', () => {
    expect(withTerm('event:add key:A-1', 'event', null)).toBe('key:A-1')
    expect(withTerm('event:add', 'event', null)).toBe('')
  })

  it('keeps a field whose value is still to come', () => {
    expect(withTerm('key:A-1', 'payload.b', '')).toBe('key:A-1 payload.b:""')
  })
})

describe('withPath', () => {
  it('moves a value to another path where it stands', () => {
    expect(withPath('payload.a:1 key:A-1', 'payload.a', 'payload.b')).toBe('payload.b:1 key:A-1')
  })

  it('begins and ends one', () => {
    expect(withPath('key:A-1', null, 'payload.b')).toBe('key:A-1 payload.b:""')
    expect(withPath('payload.a:1 key:A-1', 'payload.a', null)).toBe('key:A-1')
  })
})

it('reads the value of a field', () => {
  expect(termValue('event:add text:"two words"', 'text')).toBe('two words')
  expect(termValue('event:add', 'key')).toBe('')
})

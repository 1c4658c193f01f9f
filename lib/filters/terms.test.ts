import { describe, expect, it } from 'vitest'
import { matchesPattern, readComparison, readTerms, termValue, withTerm, writeTerms } from './terms.ts'

describe('readTerms', () => {
  it('reads terms apart by commas and by spaces', () => {
    expect(readTerms('state:missed, event:add key:A-20931').terms).toEqual([
      { field: 'state', value: 'missed' },
      { field: 'event', value: 'add' },
      { field: 'key', value: 'A-20931' },
    ])
  })

  it('keeps spaces and commas inside quotes, also while the closing one is still to come', () => {
    expect(readTerms('text:"PSP, timed out"').terms).toEqual([{ field: 'text', value: 'PSP, timed out' }])
    expect(readTerms('text:"PSP ti').terms).toEqual([{ field: 'text', value: 'PSP ti' }])
  })

  it('keeps colons in a value: names may hold them', () => {
    expect(readTerms('event:order:created').terms).toEqual([{ field: 'event', value: 'order:created' }])
  })

  it('reads a path after a field, in the case in which it was typed', () => {
    expect(readTerms('Payload.customer.Id:c_4417 a.b').terms).toEqual([
      { field: 'payload.customer.Id', value: 'c_4417' },
    ])
  })

  it('reads a word of many dots as fast as any', () => {
    const word = `a${'.b'.repeat(500)}`
    expect(readTerms(word)).toEqual({ terms: [], bare: [word] })
    expect(readTerms(`${word}:1`).terms).toEqual([{ field: word, value: '1' }])
  })

  it('tells words without a field apart', () => {
    expect(readTerms('c_4417 state:dead')).toEqual({ terms: [{ field: 'state', value: 'dead' }], bare: ['c_4417'] })
  })

  it('reads back what it wrote', () => {
    const terms = [
      { field: 'payload.customer', value: '' },
      { field: 'text', value: 'two words' },
      { field: 'key', value: 'A-1' },
    ]
    expect(readTerms(writeTerms(terms)).terms).toEqual(terms)
    expect(readTerms(writeTerms(terms, ['loose', 'words']))).toEqual({ terms, bare: ['loose', 'words'] })
  })
})

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

it('reads the value of a field', () => {
  expect(termValue('event:add text:"two words"', 'text')).toBe('two words')
  expect(termValue('event:add', 'key')).toBe('')
})

describe('matchesPattern', () => {
  it('takes a star for anything and every other character for itself', () => {
    expect(matchesPattern('ui-*', 'UI-desk-1')).toBe(true)
    expect(matchesPattern('ui', 'ui-desk-1')).toBe(false)
    expect(matchesPattern('a.b', 'axb')).toBe(false)
  })

  it.each([
    ['*', '', true],
    ['**', 'x', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*ab*b', 'ab', false],
    ['*ab*b', 'xabb', true],
    ['a*b*c', 'a-c-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['*desk', 'desk-ui-desk', true],
  ])('%s on %j: %s', (pattern, value, matches) => {
    expect(matchesPattern(pattern, value)).toBe(matches)
  })

  it('reads many stars as fast as one', () => {
    expect(matchesPattern(`${'*a'.repeat(100)}*b`, 'a'.repeat(128))).toBe(false)
    expect(matchesPattern(`${'*a'.repeat(100)}*`, 'a'.repeat(128))).toBe(true)
  })
})

describe('readComparison', () => {
  it('compares, with or without thousands commas', () => {
    expect(readComparison('>1,000')?.(1000)).toBe(false)
    expect(readComparison('>=1000')?.(1000)).toBe(true)
    expect(readComparison('<5')?.(4)).toBe(true)
    expect(readComparison('<=5')?.(6)).toBe(false)
    expect(readComparison('7')?.(7)).toBe(true)
  })

  it('refuses what is no number', () => {
    expect(readComparison('many')).toBeNull()
  })
})

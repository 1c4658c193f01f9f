import { describe, expect, it } from 'vitest'
import { readSeqs, writeSeqs } from './values.ts'

describe('seqs', () => {
  it.each([
    ['48217', { from: 48_217, to: 48_217 }],
    ['>100', { from: 101 }],
    ['>=100', { from: 100 }],
    ['<100', { to: 99 }],
    ['<=100', { to: 100 }],
    ['<0', { to: 0 }],
    ['10..20', { from: 10, to: 20 }],
    ['10..', { from: 10 }],
    ['..20', { to: 20 }],
  ])('reads %s', (text, range) => {
    expect(readSeqs(text)).toEqual(range)
  })

  it.each(['', '..', 'abc', '>', '1.5', '-3', '1..2..3'])('takes %j for none', (text) => {
    expect(readSeqs(text)).toBeNull()
  })

  it('writes what it reads the same', () => {
    for (const range of [{ from: 7, to: 7 }, { from: 1, to: 9 }, { from: 3 }, { to: 8 }])
      expect(readSeqs(writeSeqs(range))).toEqual(range)
    expect(writeSeqs({})).toBe('')
  })
})

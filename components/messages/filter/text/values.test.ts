import { describe, expect, it } from 'vitest'
import { readInstant, readSeqs, writeSeqs } from './values.ts'

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

describe('times', () => {
  const now = Date.parse('2026-03-01T12:00:00.000Z')

  it('reads how long ago', () => {
    expect(readInstant('15m', now)).toBe('2026-03-01T11:45:00.000Z')
    expect(readInstant('2D', now)).toBe('2026-02-27T12:00:00.000Z')
  })

  it('reads a date with its zone, and without one as the reader’s', () => {
    expect(readInstant('2026-03-01T10:00Z', now)).toBe('2026-03-01T10:00:00.000Z')
    expect(readInstant('2026-03-01T10:00:30.5+02:00', now)).toBe('2026-03-01T08:00:30.500Z')
    expect(readInstant('2026-03-01', now)).toBe(new Date(2026, 2, 1).toISOString())
  })

  it.each(['yesterday', '12:04', '15', '2026-13-40', '15 m'])('takes %j for none', (text) => {
    expect(readInstant(text, now)).toBeNull()
  })
})

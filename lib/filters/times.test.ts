import { describe, expect, it } from 'vitest'
import { tellTimesIn } from '../format.ts'
import { timeOf } from './times.ts'

describe('times', () => {
  const now = Date.parse('2026-03-01T12:00:00.000Z')

  it('reads how long ago', () => {
    expect(timeOf('15m', now)).toBe('2026-03-01T11:45:00.000Z')
    expect(timeOf('2D', now)).toBe('2026-02-27T12:00:00.000Z')
  })

  it('reads a date with its zone, and without one as the reader’s', () => {
    expect(timeOf('2026-03-01T10:00Z', now)).toBe('2026-03-01T10:00:00.000Z')
    expect(timeOf('2026-03-01T10:00:30.5+02:00', now)).toBe('2026-03-01T08:00:30.500Z')
    expect(timeOf('2026-03-01', now)).toBe(new Date(2026, 2, 1).toISOString())
  })

  it('takes a date without a zone to be in the one that times are told in', () => {
    tellTimesIn('UTC')
    expect(timeOf('2026-03-01T10:00', now)).toBe('2026-03-01T10:00:00.000Z')
    expect(timeOf('2026-03-01', now)).toBe('2026-03-01T00:00:00.000Z')
    expect(timeOf('2026-03-01T10:00+02:00', now)).toBe('2026-03-01T08:00:00.000Z')
    tellTimesIn(undefined)
  })

  it.each(['yesterday', '12:04', '15', '2026-13-40', '15 m'])('takes %j for none', (text) => {
    expect(timeOf(text, now)).toBeNull()
  })
})

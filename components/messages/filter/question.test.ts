import { describe, expect, it } from 'vitest'
import { questionOf, widerRange } from './question.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')

describe('questionOf', () => {
  it('asks for everything that is kept when nothing is chosen', () => {
    expect(questionOf({}, 'all', 'any', NOW)).toEqual({})
  })

  it('asks for every state that the quick choice stands for', () => {
    expect(questionOf({ event: 'add' }, 'failed', 'any', NOW)).toEqual({ event: 'add', state: 'retrying,dead' })
  })

  it('lets a typed state win over the quick choice', () => {
    expect(questionOf({ state: 'acked' }, 'failed', 'any', NOW).state).toBe('acked')
  })

  it('lets a typed time win over the quick choice', () => {
    const filter = { until: '2026-03-01T10:00:00.000Z' }
    expect(questionOf(filter, 'all', '15m', NOW)).toEqual(filter)
  })

  it('turns a range into a time', () => {
    expect(questionOf({}, 'all', '15m', NOW).since).toBe('2026-03-01T11:45:00.000Z')
  })

  it('widens step by step, and no further than any time', () => {
    expect(widerRange('15m')).toBe('1h')
    expect(widerRange('any')).toBeNull()
  })
})

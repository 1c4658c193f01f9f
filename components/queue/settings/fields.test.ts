import { describe, expect, it } from 'vitest'
import { changeOf, problemsOf, textOf } from './fields.ts'

const settings = { delivery: null, ackDeadlineMs: null, maxFailures: null, retentionMs: null, maxBytes: null }

describe('the settings form', () => {
  it('shows the default as an empty field, and an empty field goes back to the default', () => {
    const text = textOf(settings)
    expect(text).toEqual({ delivery: 'default', ackDeadline: '', maxFailures: '' })
    expect(changeOf(text)).toEqual({ delivery: null, ackDeadlineMs: null, maxFailures: null })
  })

  it('speaks of seconds and sends milliseconds', () => {
    expect(textOf({ ...settings, ackDeadlineMs: 90_000 }).ackDeadline).toBe('90')
    expect(changeOf({ delivery: 'realtime', ackDeadline: '1.5', maxFailures: '3' })).toEqual({
      delivery: 'realtime',
      ackDeadlineMs: 1_500,
      maxFailures: 3,
    })
  })

  it('says what is allowed where a value is not', () => {
    const bad = problemsOf({ delivery: 'default', ackDeadline: '0', maxFailures: '2.5' })
    expect(bad.ackDeadline).toContain('1 to 43,200')
    expect(bad.maxFailures).toContain('whole number')
    expect(problemsOf({ delivery: 'default', ackDeadline: 'soon', maxFailures: '' }).ackDeadline).toBeDefined()
    expect(problemsOf({ delivery: 'default', ackDeadline: '30', maxFailures: '1000' })).toEqual({})
  })
})

import { describe, expect, it } from 'vitest'
import { changeOf, problemsOf, textOf } from './fields.ts'

const settings = { delivery: null, ackDeadlineMs: null, maxFailures: null, retentionMs: null, maxBytes: null }

const empty = { delivery: 'default', ackDeadline: '', maxFailures: '', retention: '', maxSize: '' } as const

describe('the settings form', () => {
  it('shows the default as an empty field, and an empty field goes back to the default', () => {
    const text = textOf(settings)
    expect(text).toEqual(empty)
    expect(changeOf(text)).toEqual(settings)
  })

  it('speaks of seconds and sends milliseconds', () => {
    expect(textOf({ ...settings, ackDeadlineMs: 90_000 }).ackDeadline).toBe('90')
    expect(changeOf({ ...empty, delivery: 'realtime', ackDeadline: '1.5', maxFailures: '3' })).toEqual({
      ...settings,
      delivery: 'realtime',
      ackDeadlineMs: 1_500,
      maxFailures: 3,
    })
  })

  it('says what is allowed where a value is not', () => {
    const bad = problemsOf({ ...empty, ackDeadline: '0', maxFailures: '2.5' })
    expect(bad.ackDeadline).toContain('1 to 43,200')
    expect(bad.maxFailures).toContain('whole number')
    expect(problemsOf({ ...empty, ackDeadline: 'soon' }).ackDeadline).toBeDefined()
    expect(problemsOf({ ...empty, ackDeadline: '30', maxFailures: '1000' })).toEqual({})
  })

  it('takes limits with their units, and writes them back the same', () => {
    const limits = { ...settings, retentionMs: 90 * 60_000, maxBytes: 500 * 1024 ** 2 }
    expect(textOf(limits)).toMatchObject({ retention: '1 h 30 m', maxSize: '500 MiB' })
    expect(changeOf(textOf(limits))).toEqual(limits)
    expect(Object.keys(problemsOf({ ...empty, retention: '59 s', maxSize: '1000' }))).toEqual(['retention', 'maxSize'])
    expect(Object.keys(problemsOf({ ...empty, retention: '366 d', maxSize: 'lots' }))).toEqual(['retention', 'maxSize'])
    expect(problemsOf({ ...empty, retention: '365 d', maxSize: '1 KiB' })).toEqual({})
  })
})

import { describe, expect, it } from 'vitest'
import { parseScenario, readScenario } from './parse.ts'

const head = { holdline: 1, name: 'one', subscribers: [{ name: 'desk' }, { name: 'tablet', events: ['update'] }] }

function faultsOf(...steps: unknown[]): readonly string[] {
  const read = readScenario({ ...head, steps })
  return read.ok ? [] : read.faults.map(({ at, message }) => `${at} ${message}`)
}

describe('a scenario file', () => {
  it('gets what it leaves out', () => {
    const read = readScenario({ ...head, steps: [{ publish: {} }, { waitFor: 'rest' }] })
    expect(read).toEqual({
      ok: true,
      scenario: {
        ...head,
        what: '',
        steps: [{ publish: { count: 1, event: 'update', delivery: 'queued' } }, { waitFor: 'rest', withinMs: 10_000 }],
      },
    })
  })

  it('is told which step is at fault and what is allowed, all of them at once', () => {
    expect(
      faultsOf(
        { publish: { count: 0 } },
        { unplug: 'tablte' },
        { pull: 'tablet' },
        { mode: { who: 'tablet', mode: 'lazy' } },
        { plug: 'tablet', unplug: 'tablet' },
        { waitFor: 'peace' },
        { expect: { tablet: { queued: { lost: 0 } } } },
        { expect: { tablet: { queued: { acked: 'six' } } } },
        { expect: { phone: { queued: { acked: 6 } } } },
      ),
    ).toEqual([
      'step 1 publish.count must be at least 1',
      'step 2 unplug names tablte, and the subscribers are desk and tablet',
      'step 3 must have exactly one of publish, unplug, plug, mode, waitFor, expect',
      'step 4 mode.mode must be one of "normal", "slow", "fail", "crash"',
      'step 5 must have exactly one of publish, unplug, plug, mode, waitFor, expect',
      'step 6 waitFor must be "rest", "settled", "caughtUp", or figures of subscribers as in expect',
      'step 7 unknown field "expect.tablet.queued.lost"',
      'step 8 expect.tablet.queued.acked must be a count such as 6, or { "atLeast": 1, "atMost": 6 } with one of the two',
      'step 9 expect names phone, and the subscribers are desk and tablet',
    ])
  })

  it('publishes so many messages in all, and no more', () => {
    const many = (steps: number) => faultsOf(...Array.from({ length: steps }, () => ({ publish: { count: 500 } })))
    expect(many(20)).toEqual([])
    expect(many(21)).toEqual(['the file publishes 10,500 messages, over 10,000'])
  })

  it('says of something else what it is not', () => {
    const message = (text: string) => {
      const parsed = parseScenario(text)
      return parsed.ok ? '' : `${parsed.faults[0]?.at} ${parsed.faults[0]?.message}`
    }
    expect(message('{ "name": "holdline" }')).toBe('the file is no scenario of version 1: it begins with "holdline": 1')
    expect(message('[1]')).toBe('the file is no scenario of version 1: it begins with "holdline": 1')
    expect(message('{')).toMatch(/^the file is no JSON: /)
    expect(message('{ "holdline": 1, "name": "x", "steps": [] }')).toBe('the file subscribers is missing')
  })
})

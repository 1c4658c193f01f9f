import { describe, expect, it } from 'vitest'
import { readScenario } from './file/parse.ts'
import { type Action, reduce } from './lab/action.ts'
import { EMPTY_LAB, type LabState } from './lab/state.ts'
import { fileNameOf, record, scenarioText } from './record.ts'
import { allHold, judge } from './verdict.ts'

const me = { by: 'me', at: 0 }
const publish = (ids: string[]): Action => ({
  do: 'publish',
  ids,
  publish: { count: ids.length, event: 'update', payload: { id: 7 }, delivery: 'queued' },
  ...me,
})

/** Two messages; the second one came while tablet was away, and has come since. */
const HISTORY: readonly Action[] = [
  { do: 'join', row: { name: 'tablet' }, ...me },
  { do: 'online', who: 'tablet', at: 0 },
  publish(['m1']),
  { do: 'realtime', who: 'tablet', id: 'm1', at: 1 },
  { do: 'received', who: 'tablet', id: 'm1', at: 1 },
  { do: 'acked', who: 'tablet', id: 'm1', at: 1 },
  { do: 'plug', who: 'tablet', on: false, ...me },
  { do: 'offline', who: 'tablet', at: 2 },
  publish(['m2']),
  { do: 'plug', who: 'tablet', on: true, ...me },
  { do: 'online', who: 'tablet', at: 3 },
  { do: 'received', who: 'tablet', id: 'm2', at: 4 },
  { do: 'acked', who: 'tablet', id: 'm2', at: 4 },
]

const played = (actions: readonly Action[]): LabState => actions.reduce(reduce, EMPTY_LAB)

describe('a verdict', () => {
  const state = played(HISTORY)

  it('holds where each figure is what arrived', () => {
    const queued = { acked: 2, waiting: 0, caughtUp: 1, repeated: 0, inOrder: true }
    const checks = judge(state, { tablet: { realtime: { received: 1, missed: 1 }, queued } })
    expect(checks.map((check) => check.seen)).toEqual(['1', '1', '2', '0', '1', '0', 'yes'])
    expect(allHold(checks)).toBe(true)
  })

  it('fails by one wrong figure, and says which', () => {
    const checks = judge(state, { tablet: { realtime: { received: 1, missed: 0 }, queued: { inOrder: false } } })
    expect(checks.filter((check) => !check.ok)).toEqual([
      { who: 'tablet', lane: 'realtime', figure: 'missed', expected: '0', seen: '1', ok: false },
      { who: 'tablet', lane: 'queued', figure: 'inOrder', expected: 'no', seen: 'yes', ok: false },
    ])
  })

  it('knows bounds', () => {
    const of = (acked: { atLeast?: number; atMost?: number }) => judge(state, { tablet: { queued: { acked } } })[0]
    expect(of({ atLeast: 2 })).toMatchObject({ ok: true, expected: 'at least 2' })
    expect(of({ atLeast: 3 })).toMatchObject({ ok: false })
    expect(of({ atMost: 1 })).toMatchObject({ ok: false, expected: 'at most 1' })
    expect(of({ atLeast: 1, atMost: 2 })).toMatchObject({ ok: true, expected: '1 to 2' })
  })

  it('counts as missed what was published and has not arrived, also where nobody was away', () => {
    const checks = judge(played(HISTORY.slice(0, 3)), { tablet: { realtime: { missed: 0 } } })
    expect(checks[0]).toMatchObject({ seen: '1', ok: false })
  })
})

describe('a recording', () => {
  it('is a file that can be read again, with what was seen as what is expected', () => {
    const scenario = record('as seen', 'orders', HISTORY, played(HISTORY))
    expect(readScenario(JSON.parse(scenarioText(scenario)))).toEqual({ ok: true, scenario })
    expect(scenario.steps.map((step) => Object.keys(step)[0])).toEqual([
      ...['publish', 'waitFor', 'unplug', 'publish', 'waitFor', 'plug', 'waitFor', 'expect'],
    ])
    expect(scenario.steps.at(-1)).toEqual({
      expect: {
        tablet: { realtime: { received: 1, missed: 1 }, queued: { acked: 2, waiting: 0, inOrder: true } },
      },
    })
  })

  it('is named after its name', () => {
    expect([fileNameOf('Unplug for 6'), fileNameOf('…')]).toEqual(['unplug-for-6.json', 'scenario.json'])
  })
})

import { describe, expect, it } from 'vitest'
import { type Action, reduce } from '@/lib/scenario/lab/action.ts'
import { catchUp, caughtUpWithinMs, inOrder, queuedCounts, realtimeCounts } from '@/lib/scenario/lab/counts.ts'
import { EMPTY_LAB, FIRST_ROWS, type LabState } from '@/lib/scenario/lab/state.ts'
import { entryWords } from './entry-words.ts'
import { strip } from './tiles.ts'
import { queuedVerdict, realtimeVerdict } from './words.ts'

const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `m${from + index}`)

const me = { by: 'me', at: 0 }
const update = { event: 'update', payload: null, delivery: 'queued' } as const

function playOn(state: LabState, ...actions: Action[]): LabState {
  return actions.reduce(reduce, state)
}

function publish(some: readonly string[]): Action {
  return { do: 'publish', ids: some, publish: { ...update, count: some.length }, ...me }
}

/** It comes queued and is acked, at a time. */
function ack(who: string, id: string, at: number): Action[] {
  return [
    { do: 'received', who, id, at },
    { do: 'acked', who, id, at },
  ]
}

/** Everybody is plugged in. */
function ready(): LabState {
  const joined = playOn(EMPTY_LAB, ...FIRST_ROWS.map((row): Action => ({ do: 'join', row, ...me })))
  return playOn(joined, ...FIRST_ROWS.map(({ name }): Action => ({ do: 'online', who: name, at: 0 })))
}

/** Messages are published, and whoever is there gets and acks each. */
function delivered(state: LabState, some: readonly string[]): LabState {
  const there = state.subscribers.filter(({ online }) => online)
  const got = there.flatMap(({ name: who }) =>
    some.flatMap((id): Action[] => [{ do: 'realtime', who, id, at: 10 }, ...ack(who, id, 10)]),
  )
  return playOn(state, publish(some), ...got)
}

/** The tablet is away while six of ten are published. */
function withHole(): LabState {
  const before = delivered(ready(), ids(1, 4))
  const away: Action[] = [
    { do: 'plug', who: 'tablet', on: false, ...me },
    { do: 'offline', who: 'tablet', at: 100 },
  ]
  return delivered(playOn(before, ...away), ids(5, 10))
}

/** It is back, and the given ones have been acked by it, in that order. */
function caughtUp(state: LabState, order: readonly string[], everyMs = 0): LabState {
  const back: Action[] = [
    { do: 'plug', who: 'tablet', on: true, ...me },
    { do: 'online', who: 'tablet', at: 1_000 },
  ]
  return playOn(state, ...back, ...order.flatMap((id, index) => ack('tablet', id, 1_400 + index * everyMs)))
}

describe('while one is away', () => {
  it('misses in one lane and waits in the other', () => {
    const state = withHole()
    expect(realtimeCounts(state)).toMatchObject({ due: 30, received: 24, missed: 6 })
    expect(queuedCounts(state)).toMatchObject({ due: 30, received: 24, missed: 0, waiting: 6 })
    expect(realtimeVerdict(state)).toEqual({ missed: 6, headline: 'Nothing is kept.', detail: 'tablet is away.' })
    expect(queuedVerdict(state).headline).toBe('6 wait for tablet.')
  })

  it('brackets the same tiles in both lanes', () => {
    expect(strip(withHole(), 'tablet', 'realtime').runs).toEqual([
      { from: 5, to: 11, tone: 'missed', words: '6 missed' },
    ])
    expect(strip(withHole(), 'tablet', 'queued').runs).toEqual([{ from: 5, to: 11, tone: 'wait', words: '6 waiting' }])
  })
})

describe('after the return', () => {
  it('has a hole left and none right', () => {
    const state = caughtUp(withHole(), ids(5, 10))
    expect(realtimeVerdict(state).detail).toBe('tablet is back and has a hole.')
    expect(queuedVerdict(state)).toEqual({
      missed: 0,
      headline: '6 waited and were caught up.',
      detail: 'In order, within 0.4 s of coming back.',
    })
    expect(caughtUpWithinMs(state, 'tablet')).toBe(400)
    expect(strip(state, 'tablet', 'queued').runs[0]).toMatchObject({ tone: 'caught', words: '6 waited, all arrived' })
  })

  it('does not claim an order that was not', () => {
    const state = caughtUp(withHole(), [...ids(6, 10), 'm5'])
    expect(inOrder(state, 'tablet')).toBe(false)
    expect(queuedVerdict(state).detail).toMatch(/^Not in order/)
  })

  it('says how far it is, halfway', () => {
    const state = caughtUp(withHole(), ids(5, 6))
    expect(queuedVerdict(state).headline).toBe('2 of 6 caught up.')
    expect(strip(caughtUp(withHole(), ['m5']), 'tablet', 'queued').runs[0]?.words).toBe('1 of 6')
  })

  it('estimates the rest at the pace since its return', () => {
    const state = caughtUp(withHole(), ids(5, 8), 100)
    expect(catchUp(state, 'tablet')).toEqual({ done: 4, of: 6, leftMs: 200 })
    expect(strip(state, 'tablet', 'queued').runs[0]?.words).toBe('4 of 6, 0.2 s left')
    expect(queuedVerdict(state).detail).toBe('tablet is catching up, 0.2 s left.')
  })

  it('makes no estimate from one, nor for who is away', () => {
    expect(catchUp(caughtUp(withHole(), ['m5']), 'tablet')).toEqual({ done: 1, of: 6, leftMs: null })
    expect(catchUp(withHole(), 'tablet')).toBeNull()
  })
})

describe('what goes wrong', () => {
  it('loses in real time what had not arrived when the link broke, and keeps the rest', () => {
    const state = playOn(
      ready(),
      publish(['m1', 'm2']),
      { do: 'realtime', who: 'desk', id: 'm1', at: 1 },
      { do: 'received', who: 'desk', id: 'm1', at: 1 },
      { do: 'offline', who: 'desk', at: 5 },
    )
    expect(strip(state, 'desk', 'realtime').tiles.map((tile) => tile.word)).toEqual(['delivered', 'missed'])
    expect(strip(state, 'desk', 'queued').tiles.map((tile) => tile.word)).toEqual(['waiting', 'waiting'])
  })

  it('is retried, and dead with the last failure', () => {
    const refused = (last: boolean): Action[] => [
      { do: 'received', who: 'billing', id: 'm1', at: 1 },
      { do: 'nacked', who: 'billing', id: 'm1', last, at: 1 },
    ]
    const once = playOn(ready(), publish(['m1']), ...refused(false))
    expect(strip(once, 'billing', 'queued').tiles[0]?.word).toBe('retrying')
    const twice = playOn(once, ...refused(true))
    expect(strip(twice, 'billing', 'queued').tiles[0]?.word).toBe('dead')
    expect(queuedCounts(twice, ['billing'])).toMatchObject({ dead: 1, repeated: 1 })
  })

  it('takes back what the broker refused, and the line that said it', () => {
    const withdraw: Action = { do: 'withdraw', ids: ['m1'], reason: 'The queue is full.', ...me }
    const state = playOn(ready(), publish(['m1']), withdraw)
    expect([state.messages, state.cells.size]).toEqual([[], 0])
    expect(state.log).toMatchObject([{ kind: 'refused', reason: 'The queue is full.' }])
  })

  it('leaves alone what another tab published', () => {
    const state = delivered(ready(), ['m1'])
    expect(playOn(state, { do: 'realtime', who: 'desk', id: 'other', at: 1 }).cells).toBe(state.cells)
  })

  it('keeps what somebody got who left, and lets nothing wait for it', () => {
    const gone = playOn(withHole(), { do: 'leave', who: 'tablet', ...me })
    expect(queuedCounts(gone)).toMatchObject({ waiting: 0, due: 24 })
    const next = delivered(gone, ['m11'])
    expect(strip(next, 'tablet', 'realtime').tiles.at(-1)?.word).toBe('not for it')
    expect(strip(next, 'tablet', 'realtime').tiles.at(-2)?.word).toBe('missed')
  })
})

it('shows the newest fourteen, in the same places in both lanes', () => {
  const state = delivered(ready(), ids(1, 20))
  expect(strip(state, 'desk', 'queued').tiles.map((tile) => tile.number)).toEqual(
    ids(7, 20).map((_, index) => index + 7),
  )
})

it('tells per lane what came of a publish', () => {
  const state = withHole()
  const entry = { key: 1, kind: 'published', numbers: [5, 6, 7, 8, 9, 10], ...me } as const
  expect(entryWords(entry, state, 'another').you).toBe('desk: published 6 messages, 5 to 10')
  expect(entryWords(entry, state, 'me')).toEqual({
    you: 'published 6 messages, 5 to 10',
    realtime: 'desk and billing got each one. tablet was not there.',
    queued: 'desk and billing acked each one. 6 are kept for tablet.',
  })
})

import { describe, expect, it } from 'vitest'
import { caughtUpWithinMs, inOrder, queuedCounts, realtimeCounts } from './counts.ts'
import { EMPTY_LAB, type LabState, SUBSCRIBERS } from './state.ts'
import { strip } from './tiles.ts'
import * as update from './update.ts'
import { entryWords, queuedVerdict, realtimeVerdict } from './words.ts'

const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `m${from + index}`)

/** Everybody is plugged in. */
function ready(): LabState {
  return SUBSCRIBERS.reduce((state, who) => update.online(state, who, 0), EMPTY_LAB)
}

/** Messages are published, and whoever is there gets and acks each. */
function delivered(state: LabState, some: readonly string[]): LabState {
  let next = update.published(state, some)
  for (const one of next.subscribers.filter(({ online }) => online)) {
    for (const id of some) {
      next = update.receivedRealtime(next, one.name, id)
      next = update.acked(update.receivedQueued(next, one.name, id), one.name, id, 10)
    }
  }
  return next
}

/** The tablet is away while six of ten are published. */
function withHole(): LabState {
  const before = delivered(ready(), ids(1, 4))
  const away = update.offline(update.plugged(before, 'tablet', false), 'tablet', 100)
  return delivered(away, ids(5, 10))
}

/** It is back, and the given ones have been acked by it, in that order. */
function caughtUp(state: LabState, order: readonly string[]): LabState {
  let next = update.online(update.plugged(state, 'tablet', true), 'tablet', 1_000)
  for (const id of order) next = update.acked(update.receivedQueued(next, 'tablet', id), 'tablet', id, 1_400)
  return next
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
    expect(strip(state, 'tablet', 'queued').runs[0]?.words).toBe('2 of 6 arrived')
  })
})

describe('what goes wrong', () => {
  it('loses in real time what had not arrived when the link broke, and keeps the rest', () => {
    let state = update.published(ready(), ['m1', 'm2'])
    state = update.receivedRealtime(state, 'desk', 'm1')
    state = update.offline(update.receivedQueued(state, 'desk', 'm1'), 'desk', 5)
    expect(strip(state, 'desk', 'realtime').tiles.map((tile) => tile.word)).toEqual(['delivered', 'missed'])
    expect(strip(state, 'desk', 'queued').tiles.map((tile) => tile.word)).toEqual(['waiting', 'waiting'])
  })

  it('is dead after as many failures as the broker allows', () => {
    let state = update.published(ready(), ['m1'])
    for (let failure = 1; failure < update.MAX_FAILURES; failure += 1) {
      state = update.nacked(update.receivedQueued(state, 'billing', 'm1'), 'billing', 'm1')
      expect(strip(state, 'billing', 'queued').tiles[0]?.word).toBe('retrying')
    }
    state = update.nacked(update.receivedQueued(state, 'billing', 'm1'), 'billing', 'm1')
    expect(strip(state, 'billing', 'queued').tiles[0]?.word).toBe('dead')
  })

  it('takes back what the broker refused, and the line that said it', () => {
    const sent = update.logged(update.published(ready(), ['m1']), 0, { kind: 'published', numbers: [1] })
    const state = update.withdrawn(sent, ['m1'])
    expect([state.messages, state.cells.size, state.log]).toEqual([[], 0, []])
  })

  it('leaves alone what another tab published', () => {
    const state = delivered(ready(), ['m1'])
    expect(update.receivedRealtime(state, 'desk', 'other').cells).toBe(state.cells)
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
  const words = entryWords({ key: 1, at: 0, kind: 'published', numbers: [5, 6, 7, 8, 9, 10] }, state)
  expect(words).toEqual({
    you: 'published 6 messages, 5 to 10',
    realtime: 'desk and billing got each one. tablet was not there.',
    queued: 'desk and billing acked each one. 6 are kept for tablet.',
  })
})

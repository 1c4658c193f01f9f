import { describe, expect, it } from 'vitest'
import type { TailMessage } from '../../lib/feed.ts'
import { AT_FIRST, HELD, heldCounts, KEPT, type LiveAction, type LiveRow, liveReducer } from './live-rows.ts'

const message = (seq: number): TailMessage => ({
  id: `id-${seq}`,
  seq,
  event: 'add',
  delivery: 'queued',
  publishedAt: '2026-03-01T12:00:00.000Z',
  bytes: 2,
  preview: '{}',
  truncated: false,
})
const passed = (seqs: readonly number[], skipped = 0): LiveAction => ({
  kind: 'passed',
  messages: seqs.map(message),
  skipped,
})
const upTo = (count: number, first = 1) => Array.from({ length: count }, (_, at) => first + at)
const play = (...actions: readonly LiveAction[]) => actions.reduce(liveReducer, AT_FIRST)
const said = (rows: readonly LiveRow[]) =>
  rows.map((row) => (row.kind === 'message' ? row.message.seq : `${row.count} in ${row.from}..${row.to}`))

describe('following', () => {
  it('puts the newest of a burst on top and keeps every one of it', () => {
    const state = play(passed([1, 2]), passed([3, 4]))
    expect(said(state.rows)).toEqual([4, 3, 2, 1])
    expect(new Set(state.rows.map((row) => row.key)).size).toBe(4)
  })

  it('shows in its place how many came too fast, and which they are', () => {
    const state = play(passed([1, 2]), passed([93, 94], 90))
    expect(said(state.rows)).toEqual([94, 93, '90 in 3..92', 2, 1])
    expect(state.passed).toBe(94)
    expect(said(play(passed([50], 49)).rows)).toEqual([50, '49 in null..null'])
  })

  it('keeps so many rows and counts all', () => {
    const state = play(passed(upTo(KEPT + 50)))
    expect(state.rows).toHaveLength(KEPT)
    expect(state.passed).toBe(KEPT + 50)
  })
})

describe('stopped', () => {
  it('holds what comes, and shows it in order when it goes on', () => {
    const stopped = play(passed([1]), { kind: 'stop' }, passed([2, 3]), passed([4]))
    expect(said(stopped.rows)).toEqual([1])
    expect(heldCounts(stopped.held ?? [])).toEqual({ came: 3, kept: 3 })
    expect(said(liveReducer(stopped, { kind: 'resume' }).rows)).toEqual([4, 3, 2, 1])
  })

  it('holds no more than it may, and says which it did not keep', () => {
    const stopped = play(
      passed([1]),
      { kind: 'stop' },
      passed(upTo(HELD - 1, 2)),
      passed([HELD + 1, HELD + 2]),
      passed([HELD + 5], 2),
    )
    expect(heldCounts(stopped.held ?? [])).toEqual({ came: HELD + 4, kept: HELD })
    expect(stopped.held).toHaveLength(HELD + 1)
    expect(said(stopped.held ?? []).slice(0, 2)).toEqual([`4 in ${HELD + 2}..${HELD + 5}`, HELD + 1])
    const again = liveReducer(stopped, { kind: 'resume' })
    expect(again.rows).toHaveLength(KEPT)
    expect(said(liveReducer(again, passed([HELD + 6])).rows).slice(0, 2)).toEqual([
      HELD + 6,
      `4 in ${HELD + 2}..${HELD + 5}`,
    ])
  })

  it('forgets what it holds when it is cleared, and stays stopped', () => {
    const state = play(passed([1]), { kind: 'stop' }, passed([2]), { kind: 'clear' })
    expect([state.rows, state.held]).toEqual([[], []])
  })
})

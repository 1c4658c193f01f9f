import { describe, expect, it } from 'vitest'
import type { TailMessage } from '../../lib/feed.ts'
import { AT_FIRST, liveReducer } from './live-rows.ts'

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

describe('liveReducer', () => {
  it('puts the newest of a burst on top and keeps every one of it', () => {
    const once = liveReducer(AT_FIRST, { kind: 'passed', messages: [message(1), message(2)], skipped: 0 })
    const twice = liveReducer(once, { kind: 'passed', messages: [message(3), message(4)], skipped: 7 })
    expect(twice.rows.map((row) => row.message.seq)).toEqual([4, 3, 2, 1])
    expect(new Set(twice.rows.map((row) => row.key)).size).toBe(4)
    expect(twice.skipped).toBe(7)
  })

  it('keeps 200 rows and counts all', () => {
    const many = Array.from({ length: 250 }, (_, seq) => message(seq))
    const state = liveReducer(AT_FIRST, { kind: 'passed', messages: many, skipped: 0 })
    expect(state.rows).toHaveLength(200)
    expect(state.passed).toBe(250)
  })
})

import { describe, expect, it } from 'vitest'
import type { RateSeries } from '../../broker/api.ts'
import { minute } from '../../broker/testing/records.ts'
import { fromOf, windowOf } from './windows.ts'

const MINUTE_MS = 60_000
const NOON = Date.parse('2026-03-01T12:00:00.000Z')
/** 20 s into a minute. */
const now = NOON + 20_000

/** Nothing in memory but the running minute, since `upFrom`. */
function recent(over: Partial<RateSeries> = {}, upFrom = NOON): RateSeries {
  const line = new Array<number>(90).fill(0)
  const from = NOON + 20_000 - 89 * 10_000
  const up = line.map((_, i) => from + i * 10_000 >= upFrom)
  const counts = { published: line, publishedRealtime: line, delivered: line, deliveredRealtime: line }
  return { stepMs: 10_000, from, ...counts, acked: line, missed: line, waiting: line, up, ...over }
}

const stored = (queueId: number, at: number, minutes = 1, over = {}) => ({ ...minute(queueId, at, over), minutes })

describe('a window of an hour', () => {
  it('adds up what is written and what is not, once', () => {
    const rows = [stored(1, NOON - 2 * MINUTE_MS), stored(1, NOON - MINUTE_MS), stored(1, NOON)]
    const published = [...new Array<number>(88).fill(5), 20, 2]
    const series = windowOf({ window: '1h', now, rows, ofAll: rows, recent: recent({ published }) })
    expect([series.from, series.published.length]).toEqual([NOON - 59 * MINUTE_MS, 60])
    expect(series.published.slice(-4)).toEqual([0, 6, 6, 5 + 20 + 2])
    expect(series.delivered.slice(-2)).toEqual([14, 0])
  })

  it('tells a queue where nothing happened from a broker that did not run', () => {
    const ofAll = [stored(0, NOON - 3 * MINUTE_MS), stored(0, NOON - 2 * MINUTE_MS)]
    const rows = [
      stored(1, NOON - 90 * MINUTE_MS, 1, { waiting: 8 }),
      stored(1, NOON - 2 * MINUTE_MS, 1, { waiting: 5 }),
    ]
    const waiting = new Array<number>(90).fill(4)
    const series = windowOf({ window: '1h', now, rows, ofAll, recent: recent({ waiting }) })
    expect(series.up.slice(-5)).toEqual([false, true, true, false, true])
    expect(series.waiting.slice(-5)).toEqual([0, 8, 5, 0, 4])
  })
})

it('a window of a day takes quarters and minutes together', () => {
  const quarter = 15 * MINUTE_MS
  const ofAll = [stored(0, fromOf('24h', now), 15), stored(0, NOON - quarter), stored(0, NOON - MINUTE_MS)]
  const series = windowOf({ window: '24h', now, rows: ofAll, ofAll, recent: recent() })
  expect([series.stepMs, series.published.length]).toEqual([quarter, 96])
  expect([series.published[0], ...series.published.slice(-2)]).toEqual([6, 12, 0])
})

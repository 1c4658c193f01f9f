import { describe, expect, it } from 'vitest'
import { barsOf, scaleOf, type Try, tickOf } from './timeline.ts'

const acked: Try = { at: 10, endedAt: 94, outcome: 'acked', retryAt: null }
const failed: Try = { at: 0, endedAt: 1_000, outcome: 'nacked', retryAt: 3_000 }

describe('scaleOf', () => {
  it('ends with the last try once everything is over, and draws no now', () => {
    expect(scaleOf(0, [acked], 60_000)).toEqual({ from: 0, to: 94, now: null })
  })

  it('reaches beyond now and beyond what is planned while something waits', () => {
    const scale = scaleOf(0, [failed], 2_000)
    expect(scale.to).toBeGreaterThan(3_000)
    expect(scale.now).toBeCloseTo((2_000 / scale.to) * 100)
  })

  it('stays finite for a message without any known try', () => {
    expect(scaleOf(500, [], 9_000)).toEqual({ from: 500, to: 501, now: null })
  })
})

describe('barsOf', () => {
  it('draws a try, the wait after it and the planned one', () => {
    const scale = scaleOf(0, [failed], 2_000)
    const bars = barsOf([failed], scale, 2_000)
    expect(bars.map((bar) => bar.kind)).toEqual(['fail', 'wait', 'planned'])
    expect((bars[1]?.left ?? 0) + (bars[1]?.width ?? 0)).toBeCloseTo(bars[2]?.left ?? 0)
  })

  it('waits until the try that really followed, not until the one that was planned', () => {
    const second: Try = { at: 2_500, endedAt: null, outcome: 'inFlight', retryAt: null }
    const scale = scaleOf(0, [failed, second], 4_000)
    const bars = barsOf([failed, second], scale, 4_000)
    expect(bars.map((bar) => bar.kind)).toEqual(['fail', 'wait', 'flight'])
    expect(bars[2]?.left).toBeCloseTo((2_500 / scale.to) * 100)
  })

  it('has no bar where no time is known', () => {
    expect(barsOf([], scaleOf(0, [], 5), 5)).toEqual([])
  })

  it('never leaves the track', () => {
    const scale = scaleOf(1_000, [failed], 2_000)
    for (const bar of barsOf([failed], scale, 2_000)) {
      expect(bar.left).toBeGreaterThanOrEqual(0)
      expect(bar.left + bar.width).toBeLessThanOrEqual(100.001)
    }
  })
})

describe('tickOf', () => {
  it('picks a round time within the first 40 %', () => {
    expect(tickOf({ from: 0, to: 40_000, now: 59 })).toBe(10_000)
  })

  it('leaves it out where it would run into now', () => {
    expect(tickOf({ from: 0, to: 40_000, now: 27 })).toBeNull()
  })
})

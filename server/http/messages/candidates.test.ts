import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeRanges } from './candidates.ts'

const holds = (ranges: readonly (readonly [number, number])[], seq: number): boolean =>
  ranges.some(([from, to]) => from <= seq && seq <= to)

describe('ranges', () => {
  it('become one where they touch or overlap', () => {
    const ranges = [
      [7, 9],
      [1, 1],
      [2, 3],
      [8, 12],
      [20, 19],
    ] as const
    expect(mergeRanges(ranges)).toEqual([
      [1, 3],
      [7, 12],
    ])
  })

  it('lose the narrowest gaps first where there are too many', () => {
    const ranges = [
      [1, 1],
      [3, 3],
      [50, 50],
      [52, 52],
      [90, 90],
    ] as const
    expect(mergeRanges(ranges, 3)).toEqual([
      [1, 3],
      [50, 52],
      [90, 90],
    ])
  })

  it('never lose a seq, and are never more than allowed', () => {
    const range = fc.tuple(fc.nat(300), fc.nat(9)).map(([from, length]): [number, number] => [from, from + length])
    fc.assert(
      fc.property(fc.array(range, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (ranges, most) => {
        const merged = mergeRanges(ranges, most)
        expect(merged.length).toBeLessThanOrEqual(most)
        for (const [from, to] of ranges) expect([from, to].map((seq) => holds(merged, seq))).toEqual([true, true])
        for (const [at, [from]] of merged.entries()) expect(from).toBeGreaterThan(merged[at - 1]?.[1] ?? -1)
      }),
    )
  })
})

import { expect, test } from 'vitest'
import { toRanges } from './ranges.ts'

test('runs of seqs become ranges, in any order, each once', () => {
  expect(toRanges([])).toEqual([])
  expect(toRanges([7])).toEqual([[7, 7]])
  expect(toRanges([1, 2, 3, 5, 6, 9])).toEqual([
    [1, 3],
    [5, 6],
    [9, 9],
  ])
  expect(toRanges([10, 9, 2, 1, 2])).toEqual([
    [1, 2],
    [9, 10],
  ])
})

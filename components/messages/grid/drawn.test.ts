import { expect, it } from 'vitest'
import { drawnRows } from './drawn.ts'

const range = (startIndex: number, endIndex: number) => ({ startIndex, endIndex, overscan: 0, count: 1_000, lanes: 1 })
const ends = (rows: readonly number[]) => [rows[0], rows.at(-1), rows.length]

it('more rows are drawn ahead of the reader than behind', () => {
  expect(ends(drawnRows(range(100, 125), 'down'))).toEqual([94, 149, 56])
  expect(ends(drawnRows(range(100, 125), 'up'))).toEqual([76, 131, 56])
})

it('none are drawn beyond the first and the last', () => {
  expect(ends(drawnRows(range(0, 25), 'up'))).toEqual([0, 31, 32])
  expect(ends(drawnRows(range(980, 999), 'down'))).toEqual([974, 999, 26])
})

import { expect, it } from 'vitest'
import { sideOf } from './ahead.ts'

const memory = { rows: 1_000, above: 500, more: true, search: false }
const at = (first: number, way: 'up' | 'down' | null) => ({ first, last: first + 25, top: 500 + first, way })

it('rows are fetched far ahead of a reader on the way, on the side that they go to', () => {
  expect(sideOf(at(700, 'down'), memory)).toBeNull()
  expect(sideOf(at(740, 'down'), memory)).toBe('older')
  expect(sideOf(at(740, 'up'), memory)).toBeNull()
  expect(sideOf(at(239, 'up'), memory)).toBe('above')
  expect(sideOf(at(239, 'down'), memory)).toBeNull()
})

it('one who rests is fetched a screen, so that an opened page asks for nothing more', () => {
  expect(sideOf({ first: 0, last: 24, top: 0, way: null }, { ...memory, rows: 60, above: 0 })).toBeNull()
  expect(sideOf(at(950, null), memory)).toBeNull()
  expect(sideOf(at(960, null), memory)).toBe('older')
  expect(sideOf(at(39, null), memory)).toBe('above')
})

it('a search goes no further than it is looked at', () => {
  expect(sideOf(at(740, 'down'), { ...memory, search: true })).toBeNull()
  expect(sideOf(at(960, 'down'), { ...memory, search: true })).toBe('older')
})

it('where the view is above all that is in memory, that comes first', () => {
  expect(sideOf({ first: 0, last: 25, top: 100, way: 'down' }, { ...memory, rows: 30 })).toBe('above')
})

it('nothing is fetched where there is nothing', () => {
  expect(sideOf({ first: 0, last: 25, top: 0, way: 'down' }, { ...memory, rows: 26, above: 0, more: false })).toBeNull()
})

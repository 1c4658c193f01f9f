import { expect, it } from 'vitest'
import { parse, withFilter } from './kept.ts'

it('reads what was kept, and takes what is damaged for nothing', () => {
  expect(parse('[{"name":"night","text":"state:dead"}]')).toEqual([{ name: 'night', text: 'state:dead' }])
  expect(parse(null)).toEqual([])
  expect(parse('{')).toEqual([])
  expect(parse('[{"name":1}]')).toEqual([])
})

it('reads fifty at most, and each name once, whatever was put there', () => {
  const odd = Array.from({ length: 5_000 }, (_, index) => ({ name: String(index % 20), text: `key:${index}` }))
  expect(parse(JSON.stringify(odd))).toHaveLength(20)
  const many = odd.map(({ text }) => ({ name: text, text }))
  expect(parse(JSON.stringify(many))).toEqual(many.slice(0, 50))
})

it('puts a new one first, and gives a known name its new text', () => {
  const kept = [
    { name: 'a', text: 'state:dead' },
    { name: 'b', text: 'key:1' },
  ]
  expect(withFilter(kept, { name: 'b', text: 'key:2' })).toEqual([
    { name: 'b', text: 'key:2' },
    { name: 'a', text: 'state:dead' },
  ])
})

it('keeps fifty at most', () => {
  const many = Array.from({ length: 50 }, (_, index) => ({ name: String(index), text: 'x' }))
  const kept = withFilter(many, { name: 'new', text: 'y' })
  expect(kept).toHaveLength(50)
  expect(kept[0]?.name).toBe('new')
})

import { expect, it } from 'vitest'
import { pathsOf } from './paths.ts'

it('finds the paths that a term can name, each once', () => {
  const payloads = [
    { customer: { id: 'c_4417', name: 'Ann' }, total: 3, 'two words': 1, items: [{ sku: 1 }] },
    { total: 4, paid: true },
    'text',
    null,
  ]
  expect(pathsOf(payloads)).toEqual(['customer.id', 'customer.name', 'total', 'paid'])
})

it('goes no deeper and no further than anybody reads', () => {
  expect(pathsOf([{ a: { b: { c: { d: 1 } } } }])).toEqual([])
  expect(pathsOf([Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`f${at}`, at]))])).toHaveLength(40)
})

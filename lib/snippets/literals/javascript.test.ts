import { runInThisContext } from 'node:vm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyPayload } from '../testing/any-payload.ts'
import { JAVASCRIPT } from './languages.ts'
import { inline, literal } from './literal.ts'

it('JavaScript reads what was meant', () => {
  fc.assert(
    fc.property(anyPayload, (payload) => {
      const read = runInThisContext(`JSON.stringify(${literal(JAVASCRIPT, payload)})`)
      expect(read).toBe(JSON.stringify(payload))
    }),
    { numRuns: 1_000 },
  )
})

it('writes nothing that cannot be seen, and nothing that turns its line around', () => {
  fc.assert(
    fc.property(anyPayload, (payload) => {
      expect(literal(JAVASCRIPT, payload).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202e]/u)
    }),
  )
})

it('keeps letters and emoji of any script, and short things on a line', () => {
  expect(literal(JAVASCRIPT, { name: 'שלום 😀', tags: ['a', "b's"], 'a-b': null })).toBe(
    `{\n  name: 'שלום 😀',\n  tags: ['a', 'b\\'s'],\n  'a-b': null,\n}`,
  )
  expect(inline(JAVASCRIPT, { ok: true, id: 'x' })).toBe(`{ ok: true, id: 'x' }`)
})

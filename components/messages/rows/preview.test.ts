import fc from 'fast-check'
import { expect, it } from 'vitest'
import { previewOf } from './preview.ts'

it('is the JSON of what is short', () => {
  const short = fc.jsonValue().filter((value) => JSON.stringify(value).length <= 200)
  const same = fc.property(short, (value) => {
    expect(previewOf(value)).toBe(JSON.stringify(value))
  })
  fc.assert(same)
})

it('is the beginning of what is long, however large and deep', () => {
  let deep: unknown = 1
  for (let depth = 0; depth < 128; depth++) deep = [deep, { depth }]
  const long = [deep, 'y'.repeat(250_000), Array.from({ length: 10_000 }, (_, id) => ({ id, name: `name ${id}` }))]
  for (const value of long) expect(previewOf(value)).toBe(`${JSON.stringify(value).slice(0, 200)}…`)
})

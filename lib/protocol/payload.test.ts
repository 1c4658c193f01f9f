import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodePayload, payloadFault, utf8Bytes } from './payload.ts'

test('bytes are counted as UTF-8 has them, lone surrogates too', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (left, right) => {
      const text = `${left}\ud800${right}\udc00${left}`
      expect(utf8Bytes(text)).toBe(Buffer.byteLength(text))
    }),
  )
})

test('every JSON value that is not too deep comes through unchanged', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 20 }), (value) => {
      const encoded = encodePayload(value)
      expect(encoded).toEqual({ ok: true, value: { text: JSON.stringify(value), bytes: expect.any(Number) } })
    }),
  )
})

test('100,000 levels are refused without recursion, and so is a cycle', () => {
  let deep: unknown = 0
  for (let i = 0; i < 100_000; i++) deep = [deep]
  const cycle: unknown[] = []
  cycle.push(cycle)
  for (const value of [deep, cycle]) expect(payloadFault(value)).toBe('is nested deeper than 128 levels')
})

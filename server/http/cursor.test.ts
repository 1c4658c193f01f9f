import { describe, expect, it } from 'vitest'
import { compareKeys, decodeCursor, encodeCursor } from './cursor.ts'

const filters = { event: 'created', state: ['dead'], limit: 50 }
const cursor = encodeCursor('messages', filters, [48_217, 3])
const refusal: unknown = expect.objectContaining({
  body: expect.objectContaining({ code: 'E_BAD_REQUEST', field: 'cursor' }),
})

describe('a cursor', () => {
  it('gives back its key with the same filters, whatever the limit', () => {
    expect(decodeCursor('messages', { ...filters, limit: 7, cursor }, cursor, [0, 0])).toEqual([48_217, 3])
    expect(decodeCursor('messages', { state: ['dead'], event: 'created' }, cursor, [0, 0])).toEqual([48_217, 3])
  })

  it.each([
    ['another event', 'messages', { ...filters, event: 'deleted' }],
    ['one filter less', 'messages', { event: 'created' }],
    ['one filter more', 'messages', { ...filters, order: 'asc' }],
    ['another list', 'dead letters', filters],
  ])('belongs to its filters: %s', (_what, list, other) => {
    expect(() => decodeCursor(list, other, cursor, [0, 0])).toThrow(refusal)
  })

  const forged = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const print: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())[0]

  it.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no array', forged({ length: 3 })],
    ['null', forged(null)],
    ['strings for numbers', forged([print, '1', '2'])],
    ['too few parts', forged([print, 1])],
    ['too many parts', forged([print, 1, 2, 3])],
    ['objects', forged([print, {}, []])],
    ['text that cannot be stored', forged([print, '\u0000', 2])],
    ['fractions', forged([print, 1.5, 2])],
    ['below nothing', forged([print, -1, 2])],
    ['beyond what is stored', forged([print, 1, 2 ** 31])],
    ['what is far too long', 'A'.repeat(100_000)],
  ])('is not %s', (_what, text) => {
    expect(() => decodeCursor('messages', filters, text, [0, 0], [2 ** 40, 2 ** 31 - 1])).toThrow(refusal)
  })
})

it('compares keys part by part', () => {
  expect(compareKeys([1, 'a'], [1, 'b'])).toBeLessThan(0)
  expect(compareKeys([2, 'a'], [1, 'b'])).toBeGreaterThan(0)
  expect(compareKeys([1, 'a'], [1, 'a'])).toBe(0)
})

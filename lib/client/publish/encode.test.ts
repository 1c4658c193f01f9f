import { expect, test } from 'vitest'
import { PublishError } from '../errors.ts'
import { encodeMessage } from './encode.ts'

function refusedBy(payload: unknown): unknown {
  try {
    return encodeMessage({ queue: 'orders', event: 'created', payload })
  } catch (error) {
    return error instanceof PublishError ? [error.code, error.field, error.uncertain] : error
  }
}

test('a message gets an id of its own, or keeps the one it has', () => {
  const first = encodeMessage({ queue: 'orders', event: 'created' })
  const second = encodeMessage({ queue: 'orders', event: 'created' })
  expect(first.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  expect(second.id > first.id).toBe(true)
  expect(encodeMessage({ queue: 'orders', event: 'created', id: 'mine' }).id).toBe('mine')
})

test('the text is the whole message, as it was at the call', () => {
  const payload = { total: 1, paidAt: new Date(0) }
  const { json, id, bytes } = encodeMessage({ queue: 'orders', event: 'created', headers: { a: 'ä' }, payload })
  payload.total = 2
  expect(JSON.parse(json)).toEqual({
    queue: 'orders',
    event: 'created',
    headers: { a: 'ä' },
    id,
    payload: { total: 1, paidAt: '1970-01-01T00:00:00.000Z' },
  })
  expect(bytes).toBe(Buffer.byteLength(json))
})

test('what JSON would change in silence is refused', () => {
  const own: unknown[] = []
  own.push(own)
  for (const payload of [{ n: Number.NaN }, [Buffer.from('x')], { f: 1n }, () => 1, own]) {
    expect(refusedBy(payload)).toEqual(['E_BAD_REQUEST', 'payload', false])
  }
})

test('what would break the frame limit is refused before it is sent', () => {
  expect(refusedBy('x'.repeat(256 * 1024))).toEqual(['E_TOO_LARGE', 'payload', false])
  const headers = { big: 'x'.repeat(400 * 1024) }
  expect(() => encodeMessage({ queue: 'orders', event: 'created', headers })).toThrow('bytes')
})

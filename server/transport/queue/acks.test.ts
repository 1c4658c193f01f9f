import { expect, test } from 'vitest'
import { PendingAcks } from './acks.ts'

const delivery = (seq: number, subscription = 'billing', attempt = 1) => ({ subscription, seq, attempt })

test('an id stands for its delivery once', () => {
  const acks = new PendingAcks()
  const id = acks.add(delivery(1))
  expect(acks.take(id)).toEqual(delivery(1))
  expect(acks.take(id)).toBeUndefined()
  expect(acks.size).toBe(0)
})

test('another dispatch of the same message ends the id before', () => {
  const acks = new PendingAcks()
  const first = acks.add(delivery(1))
  const second = acks.add(delivery(1, 'billing', 2))
  const other = acks.add(delivery(1, 'audit'))
  expect(acks.take(first)).toBeUndefined()
  expect(acks.take(second)).toEqual(delivery(1, 'billing', 2))
  expect(acks.take(other)).toEqual(delivery(1, 'audit'))
})

test('a deleted subscription takes its ids along', () => {
  const acks = new PendingAcks()
  const id = acks.add(delivery(1))
  const other = acks.add(delivery(1, 'audit'))
  acks.drop('billing')
  expect(acks.take(id)).toBeUndefined()
  expect(acks.take(other)).toBeDefined()
})

test('a client that never acknowledges costs a bounded amount, and loses its oldest ids', () => {
  const acks = new PendingAcks()
  const ids = Array.from({ length: 10_000 }, (_, seq) => acks.add(delivery(seq)))
  expect(acks.size).toBe(2_048)
  expect(acks.take(ids[0] ?? 0)).toBeUndefined()
  expect(acks.take(ids.at(-1) ?? 0)).toEqual(delivery(9_999))
})

test('ids start anywhere and stay below 2^31', () => {
  const firsts = new Set(Array.from({ length: 50 }, () => new PendingAcks().add(delivery(1))))
  expect(firsts.size).toBe(50)
  for (const id of firsts) expect(id).toBeLessThan(2 ** 31)
})

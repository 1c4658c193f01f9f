import { expect, test } from 'vitest'
import { ChangeSet } from './changes.ts'

test('a topic changes with any queue of it, a queue with itself or with all', () => {
  const changes = new ChangeSet()
  changes.add({ topic: 'messages', queue: 'a' })
  changes.add({ topic: 'queues', queue: null })
  const watched = ['messages', 'messages:a', 'messages:b', 'queues', 'queues:b', 'connections']
  expect(changes.of(watched)).toEqual(['messages', 'messages:a', 'queues', 'queues:b'])
})

test('too many things are everything, until they were told', () => {
  const changes = new ChangeSet()
  for (let i = 0; i <= 2_000; i++) changes.add({ topic: 'messages', queue: `q${i % 2_000}` })
  expect(changes.isAll).toBe(false)
  changes.add({ topic: 'messages', queue: 'one more' })
  expect(changes.isAll).toBe(true)
  changes.clear()
  expect([changes.isAll, changes.isEmpty]).toEqual([false, true])
})

import { expect, test } from 'vitest'
import { Harness } from '../testing/harness.ts'

const nothing = { name: 'billing', acked: [], nacked: [], extend: [] }

test('a settlement that nobody waits for makes no commit of its own; asking then waits for the disk', async () => {
  const h = await new Harness().start()
  const { link } = await h.consumer({ queue: 'orders', name: 'billing' })
  await h.publish({ queue: 'orders' })
  const before = h.memory.commits
  const settled = await h.broker.settle(link, 'orders', { ...nothing, acked: [[1, 1]], unconfirmed: true })
  await h.clock.settle()
  expect(settled).toEqual({ settled: 1, ignored: [] })
  expect(h.memory.commits).toBe(before)

  const confirmed = h.broker.settle(link, 'orders', nothing)
  await h.clock.settle()
  expect(await confirmed).toEqual({ settled: 0, ignored: [] })
  expect(h.memory.commits).toBe(before + 1)
  expect([...h.memory.states.values()].at(-1)?.upto).toBe(1)
})

test('extending stores nothing', async () => {
  const h = await new Harness().start()
  const { link } = await h.consumer({ queue: 'orders', name: 'billing' })
  await h.publish({ queue: 'orders' })
  const before = h.memory.commits
  await h.broker.settle(link, 'orders', { ...nothing, extend: [1] })
  await h.clock.settle()
  expect(h.memory.commits).toBe(before)
})

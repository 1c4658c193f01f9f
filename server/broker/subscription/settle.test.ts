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

test('a settlement whose subscription is deleted meanwhile is answered when that is on disk', async () => {
  const h = await new Harness().start()
  const { link } = await h.consumer({ queue: 'orders', name: 'billing' })
  await h.publish({ queue: 'orders' })
  const open = h.memory.hold()
  h.send({ queue: 'orders' })
  await h.clock.settle()
  let answered = false
  const settled = h.broker.settle(link, 'orders', { ...nothing, acked: [[1, 1]] }).then(() => {
    answered = true
  })
  const deleted = h.broker.deleteSubscription('orders', 'billing')
  await h.clock.settle()
  expect(answered).toBe(false)
  open()
  await h.clock.settle()
  await Promise.all([settled, deleted])
  expect(h.memory.subscriptions.size).toBe(0)
})

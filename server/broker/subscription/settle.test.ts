import { expect, test } from 'vitest'
import { StorageError } from '../ports.ts'
import { Harness, type TestClient } from '../testing/harness.ts'

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

test('is confirmed with the commit that has it, also where one before failed and a thousand others wait', async () => {
  const h = await new Harness().start()
  const clients: TestClient[] = []
  for (let i = 0; i < 1_002; i++) clients.push(await h.consumer({ queue: 'orders', name: `s${i}` }))
  await h.publish({ queue: 'orders' })
  await h.clock.advance(300)
  const settle = async (i: number): Promise<unknown> =>
    clients[i] && h.broker.settle(clients[i].link, 'orders', { ...nothing, name: `s${i}`, acked: [[1, 1]] })
  const open = h.memory.hold()
  h.memory.inject({ kind: 'fail', error: new StorageError('no room', false) })
  const first = settle(0)
  await h.clock.settle()
  const others = Promise.all(clients.slice(1).map((_, i) => settle(i + 1)))
  await h.clock.settle()
  h.memory.inject({ kind: 'pass' }, { kind: 'crash', written: false })
  open()
  await h.clock.advance(200)
  await first
  await h.crash()
  expect((await h.consumer({ queue: 'orders', name: 's0' })).outlet.seqs).toEqual([])
  others.catch(() => {})
})

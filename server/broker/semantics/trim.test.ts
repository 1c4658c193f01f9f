import { expect, it } from 'vitest'
import { gate } from '../testing/gate.ts'
import { Harness } from '../testing/harness.ts'

it('frees no byte twice where the log drops what a purge has just measured', async () => {
  const h = await new Harness({ limits: { keepMs: 0 } }).start()
  const { link } = await h.consumer({ queue: 'orders', name: 'billing', credit: 1_000 })
  for (let i = 0; i < 10; i++) await h.publish({ queue: 'orders', bytes: 100 })
  for (let seq = 1; seq <= 5; seq++) h.broker.ack(link, 'orders', 'billing', seq, 1)
  await h.publish({ queue: 'mails', bytes: 100 })
  await h.clock.advance(30_000)
  const looks = gate()
  const measured = gate()
  const read = h.memory.read.bind(h.memory)
  const measure = h.memory.measure.bind(h.memory)
  h.memory.read = (...range) => looks.passed.then(() => read(...range))
  h.memory.measure = async (...range) => {
    const answer = await measure(...range)
    await measured.passed
    return answer
  }
  // The minute's look is done with orders, and waits for mails; then comes the trim.
  await h.clock.advance(31_000)
  const purged = h.broker.purge('orders', { upToSeq: 7 })
  await h.clock.settle()
  looks.open()
  await h.clock.settle()
  expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 5, storedBytes: 500 })
  measured.open()
  await h.clock.settle()
  expect(await purged).toBe(7)
  expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 7, storedBytes: 300 })
})

it('counts for so many subscriptions at most, wherever each of them is, and takes the rest in proportion', async () => {
  const h = await new Harness({ limits: { pageMessages: 1 } }).start()
  for (let i = 0; i < 60; i++) {
    h.broker.disconnect((await h.consumer({ queue: 'orders', name: `s${i}` })).link)
    await h.publish({ queue: 'orders' })
  }
  for (let i = 0; i < 140; i++) h.send({ queue: 'orders' })
  await h.clock.settle()
  const before = h.memory.reads
  const purged = h.broker.purge('orders', { upToSeq: 100 })
  for (let i = 0; i < 100; i++) await h.clock.settle()
  expect(await purged).toBe(100)
  expect(h.memory.reads - before).toBe(512)
  const pending = h.broker.subscriptions('orders').map((view) => view.pending)
  expect(pending).toEqual(pending.map(() => 100))
})

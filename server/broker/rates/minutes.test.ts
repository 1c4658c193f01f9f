import { expect, it } from 'vitest'
import type { Minute } from '../model.ts'
import { Harness } from '../testing/harness.ts'

const MINUTE_MS = 60_000

/** What is written of a queue, oldest first; 0: of all. */
const written = (h: Harness, queueId: number): Minute[] =>
  [...h.memory.minutes.values()].filter((row) => row.queueId === queueId).sort((a, b) => a.at - b.at)

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)

async function publish(h: Harness, count: number): Promise<void> {
  for (let i = 0; i < count; i++) h.send({ queue: 'orders' })
  await h.clock.settle()
}

it('writes a row a minute that says that it ran, and one for a queue where something was counted', async () => {
  const h = await new Harness().start()
  await publish(h, 3)
  await h.clock.advance(MINUTE_MS)
  await publish(h, 2)
  await h.clock.advance(2 * MINUTE_MS)
  expect(written(h, 0).map(({ published }) => published)).toEqual([3, 2, 0])
  expect(written(h, 1).map(({ published }) => published)).toEqual([3, 2])
})

it('knows after a crash what was counted up to the last minute, and when nobody ran', async () => {
  const h = await new Harness().start()
  await publish(h, 7)
  await h.clock.advance(MINUTE_MS)
  await publish(h, 5)
  h.die()
  await h.clock.advance(3 * MINUTE_MS)
  await h.boot()
  const { published, up, stepMs } = h.broker.rates('orders')
  expect(sum(published)).toBe(7)
  const minutes = (steps: readonly boolean[]): number => (steps.filter(Boolean).length * stepMs) / MINUTE_MS
  // The minute that was written, and the step under way.
  expect(minutes(up)).toBeCloseTo(1 + stepMs / MINUTE_MS)
  expect(sum(h.broker.rates().published)).toBe(7)
})

it('keeps all of the running minute where it ends in order', async () => {
  const h = await new Harness().start()
  await publish(h, 4)
  const drained = h.broker.drain()
  await h.clock.settle()
  await drained
  await h.boot()
  await publish(h, 2)
  expect(sum(h.broker.rates('orders').published)).toBe(6)
  await h.clock.advance(MINUTE_MS)
  expect(written(h, 1).map(({ published }) => published)).toEqual([6])
})

it('writes later what it could not write while the log was away', async () => {
  const h = await new Harness().start()
  await publish(h, 3)
  const open = h.memory.hold()
  await h.clock.advance(4 * MINUTE_MS)
  expect(written(h, 0)).toEqual([])
  open()
  await h.clock.advance(MINUTE_MS)
  expect(written(h, 0).map(({ published }) => published)).toEqual([3, 0, 0, 0, 0])
})

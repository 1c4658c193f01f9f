import { expect, it } from 'vitest'
import { Harness } from '../testing/harness.ts'

it('is told to whoever watches once it can be read, and not before', async () => {
  const h = await new Harness().start()
  await h.publish({ queue: 'orders' })
  const told: string[] = []
  h.broker.watch(({ topic }) => void told.push(topic))
  const letGo = h.memory.hold()
  const paused = h.broker.pauseQueue('orders', true)
  await h.clock.settle()
  expect(told).toContain('queues')
  expect(told).not.toContain('activity')
  letGo()
  await h.clock.settle()
  await paused
  expect(told).toContain('activity')
  expect(h.memory.activities.at(-1)).toMatchObject({ kind: 'queuePaused' })
})

/** A drain of a queue that holds more than what is drained: of its newest messages, and of its oldest. */
import { randomUUID } from 'node:crypto'
import { connect } from '../../lib/client/index.ts'
import { counter, type Load, perSecond } from '../load.ts'
import { connected, OPTIONS, publishAll } from './sdk.ts'

/** What was published while the subscription's consumer was away. */
export async function sdkDrainNewest(url: string, queue: string, load: Load): Promise<number> {
  const name = randomUUID()
  const before = connect(url, OPTIONS)
  await before.subscribe(queue, { name, from: 'new', credit: load.prefetch }, () => {})
  await before.close()
  const publisher = connect(url, OPTIONS)
  await connected(publisher)
  await publishAll(publisher, queue, load)
  await publisher.close()
  return drain(url, queue, { name, from: 'new' }, load)
}

/** By a subscription that begins at the start; most of the queue is still before it at the end. */
export function sdkDrainOldest(url: string, queue: string, load: Load): Promise<number> {
  return drain(url, queue, { name: randomUUID(), from: 'start' }, load)
}

async function drain(
  url: string,
  queue: string,
  subscription: { name: string; from: 'new' | 'start' },
  { messages, prefetch }: Load,
): Promise<number> {
  const consumer = connect(url, OPTIONS)
  await connected(consumer)
  const all = counter(messages)
  return perSecond(messages, async () => {
    await consumer.subscribe(queue, { ...subscription, credit: prefetch }, all.hit)
    await all.reached
    await consumer.close()
  })
}

/** The broker as the SDK uses it: publishes and settlements in batches that form by themselves. */
import { type Client, connect, type Message } from '../../lib/client/index.ts'
import { counter, inWindow, LATENCY_MESSAGES, type Load, payload, perSecond, WINDOW } from '../load.ts'
import { paced } from './latency.ts'

type Numbered = Message<{ n: number }>

export const OPTIONS = { socket: { transports: ['websocket'] } }

export async function sdkPublish(url: string, queue: string, load: Load): Promise<number> {
  const publisher = connect(url, OPTIONS)
  await connected(publisher)
  const rate = await perSecond(load.messages, () => publishAll(publisher, queue, load))
  await publisher.close()
  return rate
}

/** What is stored already, from the subscribe to the last settlement's confirm. */
export async function sdkDrain(url: string, queue: string, load: Load): Promise<number> {
  const consumer = connect(url, OPTIONS)
  const all = counter(load.messages)
  return perSecond(load.messages, async () => {
    await consumer.subscribe(queue, { name: 'bench', from: 'start', credit: load.prefetch }, all.hit)
    await all.reached
    await consumer.close()
  })
}

/** Publish and consume at once, from the first publish to the last settlement's confirm. */
export async function sdkPipeline(url: string, queue: string, load: Load): Promise<number> {
  const consumer = connect(url, OPTIONS)
  const publisher = connect(url, OPTIONS)
  const all = counter(load.messages)
  await consumer.subscribe(queue, { name: 'bench', from: 'new', credit: load.prefetch }, all.hit)
  await connected(publisher)
  const rate = await perSecond(load.messages, async () => {
    await Promise.all([publishAll(publisher, queue, load), all.reached])
    await consumer.close()
  })
  await publisher.close()
  return rate
}

/** Milliseconds from the publish to the handler, for each of the messages of a steady trickle. */
export async function sdkLatency(url: string, queue: string): Promise<number[]> {
  const consumer = connect(url, OPTIONS)
  const publisher = connect(url, OPTIONS)
  const all = counter(LATENCY_MESSAGES)
  const sentAt: number[] = []
  const took: number[] = []
  await consumer.subscribe(queue, { name: 'bench', from: 'new', credit: WINDOW }, (message: Numbered) => {
    took.push(performance.now() - (sentAt[message.payload.n] ?? Number.NaN))
    all.hit()
  })
  await paced((n) => {
    sentAt[n] = performance.now()
    void publisher.publish({ queue, event: 'created', payload: payload(n) })
  })
  await all.reached
  await consumer.close()
  await publisher.close()
  return took
}

/** The connection is up once something was answered on it. */
export async function connected(client: Client): Promise<void> {
  await client.publish({ queue: 'bench-hello', event: 'created' })
}

export function publishAll(publisher: Client, queue: string, load: Load): Promise<void> {
  return new Promise((resolve, reject) => {
    const publishing = inWindow(load, (n, answered) => {
      publisher.publish({ queue, event: 'created', payload: payload(n, load.bytes) }).then(answered, reject)
    })
    publishing.then(resolve)
  })
}

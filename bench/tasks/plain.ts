/** The broker as a plain socket.io-client uses it: one packet and one acknowledgement per message. */
import { io, type Socket } from 'socket.io-client'
import { counter, inWindow, LATENCY_MESSAGES, type Load, payload, perSecond, WINDOW } from '../load.ts'
import { paced } from './latency.ts'

interface Wire {
  readonly payload: { readonly n: number }
}

const OPTIONS = { transports: ['websocket'], forceNew: true }

export async function plainPublish(url: string, queue: string, load: Load): Promise<number> {
  const publisher = await connected(io(url, OPTIONS))
  const rate = await perSecond(load.messages, () => publishAll(publisher, queue, load))
  publisher.disconnect()
  return rate
}

/** What is stored already, from the subscribe to the last acknowledgement. */
export async function plainDrain(url: string, queue: string, load: Load): Promise<number> {
  const consumer = await connected(io(`${url}/${queue}`, OPTIONS))
  const all = counter(load.messages)
  consume(consumer, all.hit)
  const rate = await perSecond(load.messages, async () => {
    await subscribe(consumer, 'start', load.prefetch)
    await all.reached
    await settled(consumer)
  })
  consumer.disconnect()
  return rate
}

/** Publish and consume at once, from the first publish to the last acknowledgement. */
export async function plainPipeline(url: string, queue: string, load: Load): Promise<number> {
  const consumer = await connected(io(`${url}/${queue}`, OPTIONS))
  const publisher = await connected(io(url, OPTIONS))
  const all = counter(load.messages)
  consume(consumer, all.hit)
  await subscribe(consumer, 'new', load.prefetch)
  const rate = await perSecond(load.messages, async () => {
    await Promise.all([publishAll(publisher, queue, load), all.reached])
    await settled(consumer)
  })
  publisher.disconnect()
  consumer.disconnect()
  return rate
}

/** Milliseconds from the publish to the handler, for each of the messages of a steady trickle. */
export async function plainLatency(url: string, queue: string): Promise<number[]> {
  const consumer = await connected(io(`${url}/${queue}`, OPTIONS))
  const publisher = await connected(io(url, OPTIONS))
  const all = counter(LATENCY_MESSAGES)
  const sentAt: number[] = []
  const took: number[] = []
  consumer.on('message', (message: Wire, ack: () => void) => {
    took.push(performance.now() - (sentAt[message.payload.n] ?? Number.NaN))
    ack()
    all.hit()
  })
  await subscribe(consumer, 'new', WINDOW)
  await paced((n) => {
    sentAt[n] = performance.now()
    publisher.emit('publish', { queue, event: 'created', payload: payload(n) }, check)
  })
  await all.reached
  publisher.disconnect()
  consumer.disconnect()
  return took
}

export function connected(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('connect_error', reject)
  })
}

function consume(consumer: Socket, hit: () => void): void {
  consumer.on('message', (_message: Wire, ack: () => void) => {
    ack()
    hit()
  })
}

async function subscribe(consumer: Socket, from: 'new' | 'start', credit: number): Promise<void> {
  check(await consumer.emitWithAck('subscribe', { name: 'bench', from, credit }))
}

/** Answered when every acknowledgement before it is on disk. */
async function settled(consumer: Socket): Promise<void> {
  check(await consumer.emitWithAck('settle', { name: 'bench' }))
}

function publishAll(publisher: Socket, queue: string, load: Load): Promise<void> {
  return inWindow(load, (n, answered) => {
    publisher.emit(
      'publish',
      { queue, event: 'created', payload: payload(n, load.bytes) },
      (answer: { ok: boolean }) => {
        check(answer)
        answered()
      },
    )
  })
}

function check(answer: { ok: boolean }): void {
  if (!answer.ok) throw new Error(`The broker refused: ${JSON.stringify(answer)}`)
}

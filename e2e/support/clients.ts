/** Subscribers as strangers write them: plain Socket.IO. */
import { io, type Socket } from 'socket.io-client'
import type { TestServer } from '../../server/testing/server.ts'

/** What a subscriber answers: nothing acknowledges, `hold` keeps it in flight, an object is a nack. */
export type Answer = undefined | 'hold' | { nack: true; delayMs?: number; reason?: string; dead?: boolean }

interface Options {
  client: string
  /** With a name it is durable, else real time. */
  name?: string
  events?: string[]
  credit?: number
  answer?: (message: { seq: number | null; event: string }) => Answer
}

export interface Subscriber {
  readonly socket: Socket
  /** The seqs of what came, in order; `null` in real time. */
  readonly got: (number | null)[]
  /** Resolves once so many have come. */
  until(count: number): Promise<void>
}

/** Connects and subscribes; resolves when the broker has confirmed it. */
export async function subscribe(broker: TestServer, queue: string, options: Options): Promise<Subscriber> {
  const { client, name, events, credit, answer = () => undefined } = options
  const socket = io(`${broker.url}/${queue}`, { auth: { client }, forceNew: true, transports: ['websocket'] })
  const got: (number | null)[] = []
  const waiting: { count: number; done: () => void }[] = []
  socket.on('message', (message: { seq: number | null; event: string }, ack?: (answer?: Answer) => void) => {
    got.push(message.seq)
    const reply = answer(message)
    if (reply !== 'hold') ack?.(reply)
    for (const one of waiting) if (got.length >= one.count) one.done()
  })
  await new Promise<void>((done) => socket.once('connect', done))
  const delivery = name === undefined ? 'realtime' : 'queued'
  const told = await socket.emitWithAck('subscribe', { name, delivery, events, credit })
  if (told.ok !== true) throw new Error(`${client} could not subscribe: ${JSON.stringify(told)}`)
  const until = (count: number) =>
    new Promise<void>((done) => (got.length >= count ? done() : waiting.push({ count, done })))
  return { socket, got, until }
}

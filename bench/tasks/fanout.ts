/** One message to many: 1,000 sockets in real time, or 100 durable subscriptions that acknowledge each message. */
import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { type Client, connect } from '../../lib/client/index.ts'
import { payload, perSecond, WINDOW } from '../load.ts'
import { WireSocket } from '../wire.ts'
import { connected } from './plain.ts'

const EVENT = 0x32
const SOCKETS = 1_000
const SUBSCRIPTIONS = 100
/** So many messages that each way takes a few seconds: by how many are under way, and by how they are settled. */
const MESSAGES = { 16: 400, 1: 200 } as const
const DURABLE_MESSAGES = { plain: 1_500, batched: 5_000 } as const

/** What each task delivers. */
export const DELIVERIES = {
  rawFanout16: MESSAGES[16] * SOCKETS,
  rawFanout1: MESSAGES[1] * SOCKETS,
  fanout16: MESSAGES[16] * SOCKETS,
  fanout1: MESSAGES[1] * SOCKETS,
  durablePlain: DURABLE_MESSAGES.plain * SUBSCRIPTIONS,
  durableBatched: DURABLE_MESSAGES.batched * SUBSCRIPTIONS,
} as const

type Flight = keyof typeof MESSAGES

/** Sends one message, whatever the server. */
type Send = (n: number) => void

export const fanout16 = (url: string, queue: string): Promise<number> => fanout(url, queue, 16)
export const fanout1 = (url: string, queue: string): Promise<number> => fanout(url, queue, 1)
export const rawFanout16 = (url: string): Promise<number> => rawFanout(url, 16)
export const rawFanout1 = (url: string): Promise<number> => rawFanout(url, 1)
export const durablePlain = (url: string, queue: string): Promise<number> => durable(url, queue, 'plain')
export const durableBatched = (url: string, queue: string): Promise<number> => durable(url, queue, 'batched')

/** Deliveries per second of the broker's real-time way. */
async function fanout(url: string, queue: string, flight: Flight): Promise<number> {
  const publisher = await publisherOf(url)
  const sockets = await openAll(SOCKETS, url, `/${queue}`)
  for (const socket of sockets) expectOk(await socket.ask('subscribe', { delivery: 'realtime', events: ['created'] }))
  return deliver(publisher, sockets, flight, (n) => {
    publisher.emit('publish', { queue, event: 'created', payload: payload(n), delivery: 'realtime' })
  })
}

/** The same of a bare Socket.IO server, to a room. */
async function rawFanout(url: string, flight: Flight): Promise<number> {
  const publisher = await publisherOf(url)
  const sockets = await openAll(SOCKETS, url, '/')
  for (const socket of sockets) await socket.ask('join', {})
  return deliver(publisher, sockets, flight, (n) => {
    publisher.emit('broadcast', { queue: 'raw', event: 'created', payload: payload(n) })
  })
}

/** At most `flight` messages that not every socket has yet. */
async function deliver(publisher: Socket, sockets: readonly WireSocket[], flight: Flight, send: Send): Promise<number> {
  const count = MESSAGES[flight]
  const missing = new Uint16Array(count).fill(sockets.length)
  const rate = await perSecond(count * sockets.length, async () => {
    await new Promise<void>((resolve) => {
      let next = 0
      let complete = 0
      const got = (n: number): void => {
        missing[n] = (missing[n] ?? 0) - 1
        if (missing[n] !== 0) return
        complete += 1
        if (complete === count) resolve()
        else if (next < count) send(next++)
      }
      for (const socket of sockets) countEach(socket, got)
      while (next < flight) send(next++)
    })
  })
  for (const socket of sockets) socket.close()
  publisher.disconnect()
  return rate
}

/** Messages come in their order, so the count says which it is. */
function countEach(socket: WireSocket, got: (n: number) => void): void {
  let n = 0
  socket.onPacket = (packet) => {
    if (packet[0] === EVENT) got(n++)
  }
}

/** Deliveries per second to subscriptions of one queue, each on a connection of its own, from publish to acknowledgement. */
async function durable(url: string, queue: string, way: keyof typeof DURABLE_MESSAGES): Promise<number> {
  const count = DURABLE_MESSAGES[way]
  const publisher = connect(url, { socket: { transports: ['websocket'] } })
  const sockets = await openAll(SUBSCRIPTIONS, url, `/${queue}`)
  // New ones each time: to an old one comes first what was published meanwhile.
  const each = sockets.map(async (socket) => {
    const name = randomUUID()
    const options = { name, from: 'new', credit: WINDOW, ...(way === 'batched' && { batch: true }) }
    expectOk(await socket.ask('subscribe', options))
    return () => (way === 'plain' ? acknowledge(socket, count) : settle(socket, name, count))
  })
  const starts = await Promise.all(each)
  const rate = await perSecond(count * sockets.length, async () => {
    const all = starts.map((start) => start())
    await publishAll(publisher, queue, count)
    await Promise.all(all)
  })
  for (const socket of sockets) socket.close()
  await publisher.close()
  return rate
}

/** Each message by its own acknowledgement. */
function acknowledge(socket: WireSocket, count: number): Promise<void> {
  return new Promise((resolve) => {
    let got = 0
    socket.onPacket = (packet) => {
      if (packet[0] !== EVENT) return
      socket.ack(packet.toString('latin1', packet.indexOf(',') + 1, packet.indexOf('[')))
      if (++got === count) resolve()
    }
  })
}

/** Each batch by the range of its seqs, which follow on each other here. */
function settle(socket: WireSocket, name: string, count: number): Promise<void> {
  return new Promise((resolve) => {
    let got = 0
    socket.onPacket = (packet) => {
      if (packet[0] !== EVENT) return
      const first = seqAt(packet, packet.indexOf('"seq":'))
      const last = seqAt(packet, packet.lastIndexOf('"seq":'))
      socket.emit('settle', { name, acked: [[first, last]] })
      got += last - first + 1
      if (got === count) resolve()
    }
  })
}

function seqAt(packet: Buffer, at: number): number {
  return Number.parseInt(packet.toString('latin1', at + 6, at + 22), 10)
}

async function publishAll(publisher: Client, queue: string, count: number): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) await publisher.publish({ queue, event: 'created', payload: payload(next++) })
  }
  await Promise.all(Array.from({ length: WINDOW }, worker))
}

async function publisherOf(url: string): Promise<Socket> {
  return connected(io(url, { transports: ['websocket'], forceNew: true }))
}

async function openAll(count: number, url: string, namespace: string): Promise<WireSocket[]> {
  const sockets: WireSocket[] = []
  for (let i = 0; i < count; i += 50) {
    const some = Array.from({ length: Math.min(50, count - i) }, () => WireSocket.open(url, namespace))
    sockets.push(...(await Promise.all(some)))
  }
  return sockets
}

function expectOk(answer: string): void {
  if (!answer.includes('"ok":true')) throw new Error(`The broker refused: ${answer}`)
}

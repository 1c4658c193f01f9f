/** The limits that Socket.IO itself sets: a bare server that only answers, and one that only passes on. */
import { io, type Socket } from 'socket.io-client'
import { inWindow, LOAD, MESSAGES, payload, perSecond } from '../load.ts'
import { connected } from './plain.ts'

export async function rawPublish(url: string): Promise<number> {
  const publisher = await connected(io(url, { transports: ['websocket'], forceNew: true }))
  const rate = await perSecond(MESSAGES, () => publishAll(publisher, 'publish'))
  publisher.disconnect()
  return rate
}

/** Publisher → server → consumer, and the consumer's acknowledgement all the way back. */
export async function rawRelay(url: string): Promise<number> {
  const options = { transports: ['websocket'], forceNew: true }
  const consumer = await connected(io(url, options))
  consumer.on('message', (_message: unknown, ack: () => void) => ack())
  await consumer.emitWithAck('consume')
  const publisher = await connected(io(url, options))
  const rate = await perSecond(MESSAGES, () => publishAll(publisher, 'relay'))
  publisher.disconnect()
  consumer.disconnect()
  return rate
}

function publishAll(publisher: Socket, event: string): Promise<void> {
  return inWindow(LOAD, (n, answered) => {
    publisher.emit(event, { queue: 'raw', event: 'created', payload: payload(n) }, answered)
  })
}

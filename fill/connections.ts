import { io, type Socket } from 'socket.io-client'
import { FillError } from './options.ts'

/** Handshakes under way at once: more than the broker answers within a second only wait. */
const AT_ONCE = 100
const PATIENCE_MS = 30_000

/** Opens sockets on the first queues, each on a link of its own, in real time. Answers what closes them. */
export async function openConnections(
  url: string,
  count: number,
  token: string | undefined,
  say: (sentence: string) => void,
): Promise<() => void> {
  const sockets: Socket[] = []
  const close = () => {
    for (const socket of sockets) socket.disconnect()
  }
  try {
    for (let from = 0; from < count; from += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => from + index + 1)
      sockets.push(...(await Promise.all(numbers.map((number) => open(url, number, token)))))
      say(`${sockets.length} of ${count} connections`)
    }
  } catch (error) {
    close()
    throw error
  }
  return close
}

async function open(url: string, number: number, token: string | undefined): Promise<Socket> {
  const auth = { client: `fill-${number}`, ...(token !== undefined && { token }) }
  const socket = io(`${url}/orders`, { auth, forceNew: true, transports: ['websocket'], timeout: PATIENCE_MS })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', ({ message }) => {
      socket.disconnect()
      reject(new FillError(`The broker on ${url} did not take connection ${number}: ${message}.`))
    })
  })
  await socket.timeout(PATIENCE_MS).emitWithAck('subscribe', { events: ['refunded'], delivery: 'realtime' })
  return socket
}

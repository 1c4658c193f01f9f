import { io, type Socket } from 'socket.io-client'
import type { WireMessage } from '../../../lib/protocol.ts'
import type { TestServer } from '../server.ts'

/** One message as it came, and its acknowledgement; real-time ones have none. */
export interface Delivery {
  readonly message: WireMessage
  readonly ack: (answer?: unknown) => void
}

const quick = { transports: ['websocket'], forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 100 }

/** A plain Socket.IO client on one queue, with a connection of its own. What it gets waits until a test takes it. */
export class Peer {
  readonly socket: Socket
  /** Everything it has got, in order. */
  readonly all: Delivery[] = []
  /** Called with each delivery in place of keeping it for `next`. */
  handle: ((delivery: Delivery) => void) | null = null
  readonly #untaken: Delivery[] = []
  readonly #takers: ((delivery: Delivery) => void)[] = []

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('message', (message: WireMessage, ack: Delivery['ack'] = () => undefined) => this.#take({ message, ack }))
  }

  /** Connected. */
  static async join(
    url: string,
    queue: string,
    client = 'peer',
    options: { reconnection?: boolean } = {},
  ): Promise<Peer> {
    const socket = io(`${url}/${queue}`, { ...quick, ...options, auth: { client } })
    const peer = new Peer(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('connect_error', reject)
    })
    return peer
  }

  /** A request and its answer. */
  ask(event: 'publish' | 'subscribe' | 'unsubscribe' | 'settle', body: object): Promise<unknown> {
    return this.socket.emitWithAck(event, body)
  }

  /** The next delivery that no one has taken. */
  next(): Promise<Delivery> {
    const first = this.#untaken.shift()
    if (first !== undefined) return Promise.resolve(first)
    return new Promise((resolve) => this.#takers.push(resolve))
  }

  /** Its process dies, as far as the broker can see. Resolves when this end knows. */
  crash(): Promise<void> {
    this.socket.io.reconnection(false)
    const gone = new Promise<void>((resolve) => this.socket.once('disconnect', () => resolve()))
    this.socket.io.engine.close()
    return gone
  }

  #take(delivery: Delivery): void {
    this.all.push(delivery)
    if (this.handle !== null) return this.handle(delivery)
    const taker = this.#takers.shift()
    if (taker === undefined) this.#untaken.push(delivery)
    else taker(delivery)
  }
}

/** Peers of one test; `leave` ends them all. */
export class Peers {
  readonly #server: TestServer
  readonly #peers: Peer[] = []

  constructor(server: TestServer) {
    this.#server = server
  }

  async join(queue: string, client?: string, options?: { reconnection?: boolean }): Promise<Peer> {
    const peer = await Peer.join(this.#server.url, queue, client, options)
    this.#peers.push(peer)
    return peer
  }

  leave(): void {
    for (const { socket } of this.#peers.splice(0)) socket.disconnect()
  }
}

/** The API's answer to the named method; without one to a GET, or with a body to a POST. */
export async function api(server: TestServer, path: string, body?: object, method?: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const init =
    body === undefined ? { method: method ?? 'GET' } : { method: method ?? 'POST', headers, body: JSON.stringify(body) }
  return (await fetch(`${server.url}/api${path}`, init)).json()
}

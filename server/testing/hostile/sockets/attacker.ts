import type { Clients, Transports } from '../../../transport/testing/clients.ts'

/** A v4 or a v2 client, as far as this needs it. */
interface AnySocket {
  readonly connected: boolean
  emit(event: string, ...args: unknown[]): unknown
  on(event: string, listener: (...args: unknown[]) => void): unknown
  disconnect(): unknown
}

export interface Way {
  readonly version: 4 | 2
  readonly transport: Transports
}

export const WAYS: readonly [string, Way][] = [
  ['v4, WebSocket', { version: 4, transport: 'websocket' }],
  ['v4, polling', { version: 4, transport: 'polling' }],
  ['v2, WebSocket', { version: 2, transport: 'websocket' }],
  ['v2, polling', { version: 2, transport: 'polling' }],
]

/** What came of one packet. */
export interface Outcome {
  /** The arguments of the callback; `null` where none was given. */
  readonly answer: readonly unknown[] | null
  /** Events `refused` meanwhile. */
  readonly refused: readonly unknown[]
}

/** Below the 50 subscribes that a link may make at once. */
const PACKETS_PER_LINK = 40

/** A client of one namespace that sends what it likes, on a new link now and then. */
export class Attacker {
  readonly #clients: Clients
  readonly #way: Way
  readonly #namespace: string
  #socket: AnySocket | null = null
  #sent = 0
  #refused: unknown[] = []

  constructor(clients: Clients, way: Way, namespace = '/hostile') {
    this.#clients = clients
    this.#way = way
    this.#namespace = namespace
  }

  /** Sends one packet and waits until it is dealt with. */
  async send(event: string, args: readonly unknown[], callback: boolean): Promise<Outcome> {
    const socket = await this.#open()
    this.#refused = []
    const answered = callback ? ask(socket, event, args) : null
    if (!callback) socket.emit(event, ...args)
    // Packets of a link are dealt with in order, and publishes confirmed so: this is answered after that.
    await ask(socket, 'publish', [{ event: 'marker' }])
    const answer = await answered
    return { answer, refused: this.#refused }
  }

  get connected(): boolean {
    return this.#socket?.connected === true
  }

  async #open(): Promise<AnySocket> {
    if (this.#socket !== null && this.#sent++ < PACKETS_PER_LINK) return this.#socket
    this.#socket?.disconnect()
    const { version, transport } = this.#way
    const socket: AnySocket =
      version === 4
        ? await this.#clients.connect(this.#namespace, { transport })
        : await this.#clients.connect2(this.#namespace, {}, transport)
    socket.on('refused', (refused) => this.#refused.push(refused))
    takeMessages(socket)
    this.#sent = 1
    this.#socket = socket
    return socket
  }
}

function ask(socket: AnySocket, event: string, args: readonly unknown[]): Promise<unknown[]> {
  return new Promise((resolve) => socket.emit(event, ...args, (...answer: unknown[]) => resolve(answer)))
}

/** Settles what its own subscriptions bring: one that is to be drained would wait for that. */
function takeMessages(socket: AnySocket): void {
  socket.on('message', (_message, ack) => {
    if (typeof ack === 'function') ack()
  })
  socket.on('messages', (batch) => {
    const { subscription, messages } = batch as { subscription: string; messages: { seq: number }[] }
    socket.emit('settle', { name: subscription, acked: messages.map(({ seq }) => [seq, seq]) }, () => {})
  })
}

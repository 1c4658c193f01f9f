import { randomBytes } from 'node:crypto'
import type { Socket } from 'socket.io'
import { LIMITS } from '../../../lib/protocol.ts'
import type { Link, LinkInfo } from '../../broker/ports.ts'
import { ownText } from '../../broker/structures/own-text.ts'
import type { TransportLogger } from '../deps.ts'
import { ackPacket, eventPacket, prefixOf } from '../encode.ts'
import type { Outgoing } from '../frames.ts'
import {
  type Connection,
  type Input,
  pauseReading,
  resumeReading,
  signOfLife,
  takeInput,
  terminator,
  writePackets,
} from '../socket-io-internals.ts'
import type { Endpoint } from './endpoint.ts'
import type { Flusher } from './flusher.ts'
import { Intake } from './intake.ts'
import { Outbox } from './outbox.ts'
import { Pings } from './pings.ts'
import { RateLimit } from './rate.ts'

/** A namespace of this link: Socket.IO's socket for its rooms and its end, the endpoint for everything else. */
interface Joined {
  readonly socket: Socket
  readonly endpoint: Endpoint
  readonly prefix: string
}

export type Says = Readonly<Record<string, unknown>>

/** One connection. Limits, back-pressure and unsent bytes are counted here, whatever its namespaces. */
export class TransportLink implements Link {
  /** Made here: Socket.IO's ids hold, for v2 clients, the secret of their session. */
  readonly id = randomBytes(6).toString('hex')
  readonly since = Date.now()
  readonly outbox: Outbox
  readonly intake: Intake
  readonly subscribes = new RateLimit(LIMITS.linkSubscribesPerSecond, () => performance.now())
  readonly #connection: Connection
  readonly #logger: TransportLogger
  readonly #pings: Pings
  readonly #joined = new Map<string, Joined>()
  /** What the client says of itself, while it is joining. */
  readonly #joining = new Map<string, Says>()
  /** Being left: Socket.IO takes note a tick later. What joins such a namespace again waits for that. */
  readonly #leaving = new Map<string, () => void>()
  #client: string | null = null

  constructor(connection: Connection, flusher: Flusher, logger: TransportLogger) {
    this.#connection = connection
    this.#logger = logger
    this.#pings = new Pings(connection)
    this.outbox = new Outbox(this.#wire(), flusher)
    this.intake = new Intake({
      pause: () => this.#pause(),
      resume: () => this.#resume(),
      after: (ms, task) => {
        const timer = setTimeout(task, ms)
        return () => clearTimeout(timer)
      },
    })
    // A v2 client joins `/` without asking.
    if (connection.protocol === 3) this.#joining.set('/', {})
    connection.on('packet', () => signOfLife(connection))
    takeInput(connection, this.#input())
  }

  get client(): string | null {
    return this.#client
  }

  /** Takes the first label that a client gives itself on this link. */
  name(client: string | undefined): void {
    if (client !== undefined) this.#client ??= ownText(client)
  }

  /** Namespaces joined and being joined. */
  get namespaces(): number {
    return this.#joined.size + this.#joining.size
  }

  describe(): LinkInfo {
    return {
      address: this.#connection.remoteAddress,
      transport: this.#connection.transport.name === 'websocket' ? 'websocket' : 'polling',
      protocol: this.#connection.protocol === 3 ? 3 : 4,
      sockets: [...this.#joined].map(([namespace, { socket }]) => ({
        queue: namespace === '/' ? '/' : namespace.slice(1),
        rooms: [...socket.rooms].filter((room) => room !== socket.id),
      })),
      unsentBytes: this.outbox.unsentBytes,
      pingMs: this.#pings.lastMs,
    }
  }

  /** Closing the connection lets its client come back; leaving its namespaces tells it not to. */
  close(reconnect: boolean): void {
    this.outbox.flush()
    if (!reconnect) for (const { socket } of [...this.#joined.values()]) socket.disconnect()
    this.#connection.close()
  }

  /** What ends the TCP connection for good, also after it was closed. */
  terminator(): () => void {
    return terminator(this.#connection)
  }

  /** Sends an event to one namespace of this link. */
  emit(namespace: string, event: string, json: string): void {
    this.outbox.send(eventPacket(prefixOf(namespace), event, json))
  }

  /** Sends an event to every namespace of this link, and writes it at once. */
  emitToAll(event: string, json: string): void {
    for (const namespace of this.#joined.keys()) this.emit(namespace, event, json)
    this.outbox.flush()
  }

  joined(socket: Socket, endpoint: Endpoint): void {
    const namespace = socket.nsp.name
    this.#joining.delete(namespace)
    this.#joined.set(namespace, { socket, endpoint, prefix: prefixOf(namespace) })
    socket.once('disconnect', () => this.#left(namespace, endpoint))
  }

  /** What the client that is joining a namespace says of itself. */
  saysAt(namespace: string): Says {
    return this.#joining.get(namespace) ?? {}
  }

  refused(namespace: string): void {
    this.#joining.delete(namespace)
  }

  ended(): void {
    this.intake.end()
  }

  #left(namespace: string, endpoint: Endpoint): void {
    this.#joined.delete(namespace)
    endpoint.left(this.#connection.readyState !== 'open')
    const rejoin = this.#leaving.get(namespace)
    this.#leaving.delete(namespace)
    if (rejoin !== undefined) process.nextTick(rejoin)
  }

  #pause(): boolean {
    signOfLife(this.#connection)
    return pauseReading(this.#connection)
  }

  /** A pause is at most 5 s, less than the 10 s that a pong has: starting those again at both ends is enough. */
  #resume(): void {
    signOfLife(this.#connection)
    resumeReading(this.#connection)
  }

  #wire() {
    const connection = this.#connection
    return {
      write: (packets: readonly Outgoing[], onSent: () => void) => writePackets(connection, packets, onSent),
      drained: () => {
        for (const { endpoint } of this.#joined.values()) endpoint.drained()
      },
      overflow: () => {
        const unsentBytes = this.outbox.unsentBytes
        this.#logger.warn({ connection: this.id, unsentBytes }, 'A client reads too slowly, its connection is closed.')
        const terminate = terminator(connection)
        connection.close(true)
        terminate()
      },
    }
  }

  #input(): Input {
    return {
      connect: (namespace, says, forward) => this.#connect(namespace, says, forward),
      disconnect: (namespace, forward) => {
        if (!this.#joined.has(namespace)) return
        // A second one takes back the joining again that stood between them.
        const first = !this.#leaving.has(namespace)
        this.#leaving.set(namespace, () => {})
        if (first) forward()
      },
      event: (namespace, args, ackId, bytes) => this.#event(namespace, args, ackId, bytes),
      ack: (namespace, ackId, args) => this.#joined.get(namespace)?.endpoint.ack(ackId, args),
      failed: (err) =>
        this.#logger.error({ err }, 'A packet could not be dealt with because of a fault of the broker.'),
    }
  }

  /** Joining twice is what Socket.IO closes the link for, or answers with two sockets; it changes nothing. */
  #connect(namespace: string, says: Says, forward: () => void): void {
    if (this.#leaving.has(namespace)) {
      this.#leaving.set(namespace, () => this.#connect(namespace, says, forward))
      return
    }
    if (this.#joined.has(namespace) || this.#joining.has(namespace)) return
    this.#joining.set(namespace, says)
    forward()
  }

  #event(namespace: string, packet: unknown[], ackId: number | undefined, bytes: number): void {
    const joined = this.#joined.get(namespace)
    if (joined === undefined) return
    const [event, ...args] = packet
    const answer =
      ackId === undefined
        ? null
        : (...values: readonly unknown[]) => {
            // A socket that came after counts its own ids: it would take this for the answer to something else.
            const current = this.#joined.get(namespace) === joined
            if (current) this.outbox.send(ackPacket(joined.prefix, ackId, values))
          }
    joined.endpoint.event(event, args, answer, bytes)
  }
}

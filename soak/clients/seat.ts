import { io, type Socket } from 'socket.io-client'
import type {
  ClientEvents,
  PublishBatchResult,
  PublishResult,
  QueueOptional,
  ServerEvents,
} from '../../lib/protocol.ts'
import type { Supervised } from '../world/supervised.ts'
import type { World } from '../world/world.ts'
import { Wires } from './wires.ts'

/** One message or several; of an overloaded event Socket.IO's types would know the last form alone. */
interface Sent extends Omit<ClientEvents, 'publish'> {
  publish: (
    messages: QueueOptional | readonly QueueOptional[],
    ack: (answer: PublishResult | PublishBatchResult) => void,
  ) => void
}

export type WireSocket = Socket<ServerEvents, Sent>

/** A client that knows every address: it keeps trying all of them, and whoever owns the database lets it in. */
export class Seat {
  readonly #sockets: WireSocket[]
  readonly #wires = new Wires()

  /** @param seat told of each socket before it connects */
  constructor(world: World, namespace: string, client: string, seat: (socket: WireSocket, server: Supervised) => void) {
    this.#sockets = world.servers.map((server) => {
      const socket: WireSocket = io(`${server.url}${namespace}`, {
        auth: { client },
        ...this.#wires.options,
        // A server that dies between upgrade and handshake is noticed by this alone.
        timeout: 3_000,
        forceNew: true,
        autoConnect: false,
      })
      seat(socket, server)
      return socket.connect()
    })
  }

  /** The socket that was let in; `null` while there is none. */
  get socket(): WireSocket | null {
    return this.#sockets.find(({ connected }) => connected) ?? null
  }

  cut(): void {
    this.#wires.cut()
  }

  leave(): void {
    for (const socket of this.#sockets) socket.disconnect()
  }

  comeBack(): void {
    for (const socket of this.#sockets) socket.connect()
  }
}

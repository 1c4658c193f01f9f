import { Agent } from 'node:http'
import type { Socket } from 'node:net'

/** Every TCP connection of one client, so that they can be cut under it, as a network does. */
export class Wires {
  readonly #agent = new Agent({ keepAlive: false })
  readonly #sockets = new Set<Socket>()
  /** Where the newest one goes to. */
  port = 0

  constructor() {
    const connect = this.#agent.createConnection.bind(this.#agent)
    this.#agent.createConnection = (...args) => {
      const socket = connect(...args) as Socket
      this.port = Number(args[0].port)
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
      return socket
    }
  }

  /** For Socket.IO: connections that are made in this way, and again within a moment. */
  get options() {
    // The type of `agent` is a browser's; Node's client hands it to `http.request` as it is.
    const agent = this.#agent as unknown as boolean
    return { transports: ['websocket'], reconnectionDelay: 50, reconnectionDelayMax: 400, agent }
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

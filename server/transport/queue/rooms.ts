import type { Socket } from 'socket.io'

/**
 * A socket's events as its rooms, so that Socket.IO's own tools show them. Nothing is ever sent to a room: each socket
 * sits in one that is named by its id, so an event of that name would reach it.
 */
export class Rooms {
  readonly #socket: Socket
  #events: ReadonlySet<string> = new Set()

  constructor(socket: Socket) {
    this.#socket = socket
  }

  /** Joins and leaves until the rooms are these events. */
  set(events: ReadonlySet<string>): void {
    for (const event of this.#events) {
      if (!events.has(event) && event !== this.#socket.id) void this.#socket.leave(event)
    }
    const joining = [...events].filter((event) => !this.#events.has(event))
    if (joining.length > 0) void this.#socket.join(joining)
    this.#events = events
  }
}

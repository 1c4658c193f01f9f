import type { Connection } from '../socket-io-internals.ts'

/** Measures a connection's pings. A v2 client pings by itself, so there is nothing to measure. */
export class Pings {
  #sentAt: number | null = null
  #lastMs: number | null = null

  constructor(connection: Connection) {
    if (connection.protocol === 3) return
    connection.on('packetCreate', ({ type }: { type: string }) => {
      if (type === 'ping') this.#sentAt = performance.now()
    })
    connection.on('packet', ({ type }: { type: string }) => {
      if (type === 'pong') this.#pong()
    })
  }

  /** The last answer took so long; `null` before the first one. */
  get lastMs(): number | null {
    return this.#lastMs
  }

  #pong(): void {
    if (this.#sentAt !== null) this.#lastMs = Math.round((performance.now() - this.#sentAt) * 10) / 10
    this.#sentAt = null
  }
}

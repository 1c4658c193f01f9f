import { type Client, type ConnectOptions, connect } from '../../../lib/client/index.ts'
import type { MemoryLog } from '../../broker/memory-log.ts'
import { startServer, type TestServer } from '../../transport/testing/server.ts'
import { CuttingProxy } from './cutting-proxy.ts'

/** Back within a moment: what a test waits for is the signal, not the delay. */
const SWIFT = { transports: ['websocket'], reconnectionDelay: 1, reconnectionDelayMax: 5 }

/** The real broker behind real sockets, a proxy that cuts, and clients that go through it. */
export class World {
  readonly server: TestServer
  readonly proxy: CuttingProxy
  readonly #clients: Client[] = []

  private constructor(server: TestServer, proxy: CuttingProxy) {
    this.server = server
    this.proxy = proxy
  }

  static async start(options: { token?: string; log?: MemoryLog } = {}): Promise<World> {
    const server = await startServer(options)
    return new World(server, await CuttingProxy.start(server.port))
  }

  /** A client whose connection can be cut. */
  client(options: ConnectOptions = {}): Client {
    return this.#keep(connect(this.proxy.url, { ...options, socket: { ...SWIFT, ...options.socket } }))
  }

  /** A client that nothing cuts. */
  steady(options: ConnectOptions = {}): Client {
    return this.#keep(connect(this.server.url, { ...options, socket: { ...SWIFT, ...options.socket } }))
  }

  /** Payloads in the log, in order. */
  stored(queue: string): unknown[] {
    const id = this.server.broker.queue(queue).id
    return (this.server.log.queues.get(id)?.messages ?? []).map(({ payload }) => JSON.parse(payload))
  }

  /** Resolves at the first change of the broker after which this holds. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const end = this.server.broker.watch(() => {
        if (!holds()) return
        end()
        resolve()
      })
      if (holds()) {
        end()
        resolve()
      }
    })
  }

  async stop(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close({ timeoutMs: 0 })))
    this.proxy.stop()
    await this.server.stop()
  }

  #keep(client: Client): Client {
    this.#clients.push(client)
    return client
  }
}

/** Collects what handlers got; `reached(n)` resolves once it has so many. */
export class Collected<T> {
  readonly all: T[] = []
  #waiting: { count: number; resolve: () => void }[] = []

  add(item: T): void {
    this.all.push(item)
    for (const one of this.#waiting) if (this.all.length >= one.count) one.resolve()
    this.#waiting = this.#waiting.filter(({ count }) => this.all.length < count)
  }

  reached(count: number): Promise<void> {
    if (this.all.length >= count) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ count, resolve }))
  }
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1)
}

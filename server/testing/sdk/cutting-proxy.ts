import type { AddressInfo } from 'node:net'
import { type RawData, WebSocket, WebSocketServer } from 'ws'

/** `up` is from the client to the server. */
export type Direction = 'up' | 'down'

interface Watch {
  readonly direction: Direction
  readonly contains: string
  /** What becomes of the frame, and of the connection. */
  readonly fate: 'pass' | 'drop and cut' | 'pass and cut'
  left: number
  readonly met: () => void
}

/**
 * A WebSocket proxy that cuts the connection at a chosen frame: before it got through, or after. Frames are Socket.IO's
 * text, so a place is named by what it contains. After a cut it takes new connections, as a network does.
 */
export class CuttingProxy {
  readonly #server: WebSocketServer
  readonly #targetPort: number
  readonly #watches = new Set<Watch>()
  readonly #open = new Set<{ client: WebSocket; upstream: WebSocket }>()
  /** Connections so far. */
  connections = 0
  #awaited: { count: number; resolve: () => void }[] = []
  /** Called with every frame; `true` drops it and cuts. */
  judge: (direction: Direction, text: string) => boolean = () => false

  private constructor(server: WebSocketServer, targetPort: number) {
    this.#server = server
    this.#targetPort = targetPort
    server.on('connection', (client, request) => this.#connect(client, request.url ?? '/'))
  }

  static async start(targetPort: number): Promise<CuttingProxy> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    const proxy = new CuttingProxy(server, targetPort)
    await new Promise((resolve) => server.once('listening', resolve))
    return proxy
  }

  get url(): string {
    const address = this.#server.address()
    return `http://127.0.0.1:${isAddress(address) ? address.port : 0}`
  }

  /** Cuts at the `nth` frame that contains this, which is lost. Resolves when it has happened. */
  cutBefore(direction: Direction, contains: string, nth = 1): Promise<void> {
    return this.#watch(direction, contains, 'drop and cut', nth)
  }

  /** Cuts right after the `nth` frame that contains this got through. */
  cutAfter(direction: Direction, contains: string, nth = 1): Promise<void> {
    return this.#watch(direction, contains, 'pass and cut', nth)
  }

  /** Resolves when the `nth` frame that contains this goes by. */
  seen(direction: Direction, contains: string, nth = 1): Promise<void> {
    return this.#watch(direction, contains, 'pass', nth)
  }

  /** Resolves when so many connections have been made. */
  connected(count: number): Promise<void> {
    if (this.connections >= count) return Promise.resolve()
    return new Promise((resolve) => this.#awaited.push({ count, resolve }))
  }

  /** Cuts everything now. */
  cut(): void {
    for (const { client, upstream } of this.#open) {
      client.terminate()
      upstream.terminate()
    }
    this.#open.clear()
  }

  stop(): void {
    this.cut()
    this.#server.close()
  }

  #watch(direction: Direction, contains: string, fate: Watch['fate'], left: number): Promise<void> {
    return new Promise((met) => this.#watches.add({ direction, contains, fate, left, met }))
  }

  #connect(client: WebSocket, path: string): void {
    this.connections += 1
    for (const one of this.#awaited) if (this.connections >= one.count) one.resolve()
    const upstream = new WebSocket(`ws://127.0.0.1:${this.#targetPort}${path}`)
    this.#open.add({ client, upstream })
    const early: string[] = []
    upstream.on('open', () => {
      for (const text of early.splice(0)) upstream.send(text)
    })
    client.on('message', (data) => {
      const text = textOf(data)
      this.#frame('up', text, () => (upstream.readyState === WebSocket.OPEN ? upstream.send(text) : early.push(text)))
    })
    upstream.on('message', (data) => {
      const text = textOf(data)
      this.#frame('down', text, (sent) => client.send(text, sent))
    })
    for (const [end, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      // A cut is a failure to both libraries, and the whole point here.
      end.on('error', () => other.terminate())
      end.on('close', () => other.terminate())
    }
  }

  #frame(direction: Direction, text: string, pass: (sent?: () => void) => void): void {
    const watch = [...this.#watches].find((one) => one.direction === direction && text.includes(one.contains))
    if (watch !== undefined) watch.left -= 1
    const met = watch?.left === 0 ? watch : undefined
    if (met !== undefined) this.#watches.delete(met)
    if (met?.fate === 'drop and cut' || this.judge(direction, text)) this.cut()
    else pass(() => met?.fate === 'pass and cut' && this.#hangUp())
    met?.met()
  }

  /** Ends the connection after what was written, instead of throwing that away. */
  #hangUp(): void {
    for (const { client } of this.#open) client.close()
    this.#open.clear()
  }
}

function textOf(data: RawData): string {
  return Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data as Buffer).toString()
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}

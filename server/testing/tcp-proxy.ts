/** A TCP proxy that loses things at the right moment, in front of a database or a server. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** What to do with the next request whose bytes contain `text`. */
interface Fault {
  readonly text: string
  readonly lose: 'request' | 'reply'
  readonly done: () => void
}

export class TcpProxy {
  private readonly target: URL
  private readonly server: Server
  private readonly links = new Set<{ client: Socket; upstream: Socket }>()
  private fault: Fault | null = null
  private refusing = false
  private frozen = false

  private constructor(target: URL) {
    this.target = target
    this.server = createServer((client) => this.accept(client))
  }

  static async before(url: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(new URL(url))
    proxy.server.listen(0, '127.0.0.1')
    await once(proxy.server, 'listening')
    return proxy
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo
    return Object.assign(new URL(this.target), { port: String(port) }).href
  }

  /**
   * Breaks every connection at the next request that contains `text`: before it is passed on (`request`), or when the
   * answer to it has come back (`reply`), which is lost. Resolves when it has happened; from then on nobody gets
   * through until `letThrough`.
   */
  breakAt(text: string, lose: 'request' | 'reply'): Promise<void> {
    return new Promise((done) => {
      this.fault = { text, lose, done }
    })
  }

  letThrough(): void {
    this.refusing = false
  }

  /** Nothing of the client's gets through any more, as if its process stood still, until the server ends a connection. */
  freeze(): void {
    this.frozen = true
    for (const { client } of this.links) client.pause()
  }

  /** Nothing gets through any more in either direction, and nobody is told: the connections stay half-open. */
  swallow(): void {
    for (const { client, upstream } of this.links) {
      for (const end of [client, upstream]) {
        end.removeAllListeners('data')
        end.resume()
      }
    }
  }

  private thaw(): void {
    this.frozen = false
    for (const { client } of this.links) client.resume()
  }

  async close(): Promise<void> {
    this.breakAll()
    this.server.close()
    await once(this.server, 'close')
  }

  private accept(client: Socket): void {
    client.on('error', () => undefined)
    if (this.refusing) return void client.destroy()
    const upstream = connect(Number(this.target.port), this.target.hostname)
    const link = { client, upstream }
    this.links.add(link)
    upstream.on('error', () => undefined)
    client.on('close', () => this.end(link))
    upstream.on('close', () => {
      this.end(link)
      if (this.frozen) this.thaw()
    })
    upstream.on('data', (chunk) => client.write(chunk))
    client.on('data', (chunk) => this.passOn(link, chunk))
  }

  private passOn({ upstream }: { upstream: Socket }, chunk: Buffer): void {
    const { fault } = this
    if (!fault || !chunk.includes(fault.text)) return void upstream.write(chunk)
    this.fault = null
    if (fault.lose === 'request') return this.strike(fault)
    upstream.removeAllListeners('data')
    upstream.once('data', () => this.strike(fault))
    upstream.write(chunk)
  }

  private strike(fault: Fault): void {
    this.refusing = true
    this.breakAll()
    fault.done()
  }

  private breakAll(): void {
    for (const link of this.links) this.end(link)
  }

  private end(link: { client: Socket; upstream: Socket }): void {
    this.links.delete(link)
    link.client.destroy()
    link.upstream.destroy()
  }
}

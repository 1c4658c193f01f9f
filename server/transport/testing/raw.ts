import { WebSocket } from 'ws'

/** A bare WebSocket that speaks Engine.IO by hand, for packets that no client library would send. */
export class RawLink {
  readonly socket: WebSocket
  /** Resolves with the close code. */
  readonly closed: Promise<number>
  readonly #received: string[] = []
  readonly #waiting: { matches: (packet: string) => boolean; resolve: (packet: string) => void }[] = []
  /** Whether it answers pings, as a living client does. */
  pongs = true

  constructor(
    url: string,
    { protocol = 4, headers = {} }: { protocol?: 3 | 4; headers?: Record<string, string> } = {},
  ) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=${protocol}&transport=websocket`, {
      headers,
    })
    this.closed = new Promise((resolve) => this.socket.once('close', resolve))
    this.socket.on('error', () => {})
    this.socket.on('message', (data) => this.#receive(String(data)))
  }

  /** Sends one packet of Socket.IO, or several in one write. */
  send(...packets: string[]): void {
    for (const packet of packets) this.socket.send(`4${packet}`)
  }

  /** Sends a packet of Engine.IO or bytes as they are. */
  sendRaw(data: string | Buffer): void {
    this.socket.send(data)
  }

  /** The next packet of Socket.IO that begins so, received already or later. */
  next(start: string): Promise<string> {
    const matches = (packet: string) => packet.startsWith(start)
    const at = this.#received.findIndex(matches)
    const found = at < 0 ? undefined : this.#received.splice(at, 1)[0]
    if (found !== undefined) return Promise.resolve(found)
    return new Promise((resolve) => this.#waiting.push({ matches, resolve }))
  }

  /** Opens the link and joins a namespace. */
  async join(namespace: string, auth: object = {}): Promise<void> {
    const prefix = namespace === '/' ? '' : `${namespace},`
    if (this.socket.readyState === WebSocket.CONNECTING)
      await new Promise((resolve) => this.socket.once('open', resolve))
    this.send(`0${prefix}${JSON.stringify(auth)}`)
    await this.next(`0${prefix}`)
    await this.next(`2${prefix}["hello"`)
  }

  async opened(): Promise<void> {
    if (this.socket.readyState !== WebSocket.CONNECTING) return
    await new Promise((resolve) => this.socket.once('open', resolve))
  }

  close(): void {
    this.socket.terminate()
  }

  #receive(frame: string): void {
    if (frame === '2' && this.pongs) this.socket.send('3')
    if (!frame.startsWith('4')) return
    const packet = frame.slice(1)
    const at = this.#waiting.findIndex(({ matches }) => matches(packet))
    const waiting = at < 0 ? undefined : this.#waiting.splice(at, 1)[0]
    if (waiting) waiting.resolve(packet)
    else this.#received.push(packet)
  }
}

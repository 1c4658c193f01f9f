/**
 * A Socket.IO client that does as little as one can: joins a namespace, walks over the frames that it gets, and leaves
 * each to whoever counts. A thousand of `socket.io-client` in one process are slower than what they are to measure.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const PING = 0x32
const MESSAGE = 0x34
/** A client must mask. A mask of zeros is one, and leaves the text as it is. */
const MASK = Buffer.alloc(4)

export class WireSocket {
  /** A packet of Socket.IO: its type, namespace, ack id and JSON. The buffer is good until this returns. */
  onPacket: (packet: Buffer) => void = () => {}
  readonly #prefix: string
  readonly #socket: Socket
  #rest: Buffer = Buffer.alloc(0)
  #writing: string[] = []

  private constructor(socket: Socket, namespace: string) {
    this.#socket = socket
    this.#prefix = namespace === '/' ? '' : `${namespace},`
  }

  /** One that has joined. */
  static async open(url: string, namespace: string): Promise<WireSocket> {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    socket.setNoDelay(true)
    await once(socket, 'connect')
    const wire = new WireSocket(socket, namespace)
    const key = randomBytes(16).toString('base64')
    socket.write(
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\n` +
        `Connection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    )
    await wire.#upgraded()
    socket.on('data', (chunk: Buffer) => wire.#read(chunk))
    const joined = wire.#next('0')
    wire.#send(`40${wire.#prefix}`)
    await joined
    return wire
  }

  /** Sends an event and resolves when it is answered. */
  async ask(event: string, argument: object): Promise<string> {
    const answer = this.#next('3')
    this.#send(`42${this.#prefix}0${JSON.stringify([event, argument])}`)
    return answer
  }

  /** Without an answer. */
  emit(event: string, argument: object): void {
    this.#send(`42${this.#prefix}${JSON.stringify([event, argument])}`)
  }

  /** As a callback without arguments does. */
  ack(id: string): void {
    this.#send(`43${this.#prefix}${id}[]`)
  }

  close(): void {
    this.#socket.destroy()
  }

  #upgraded(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.once('error', reject)
      this.#socket.once('data', (chunk: Buffer) => {
        const end = chunk.indexOf('\r\n\r\n')
        if (end < 0 || !chunk.toString('latin1', 0, 12).endsWith('101')) return reject(new Error(chunk.toString()))
        this.#rest = Buffer.from(chunk.subarray(end + 4))
        resolve()
      })
    })
  }

  /** The next packet of a type. */
  #next(type: string): Promise<string> {
    return new Promise((resolve) => {
      const before = this.onPacket
      this.onPacket = (packet) => {
        if (packet[0] !== type.charCodeAt(0)) return before(packet)
        this.onPacket = before
        resolve(packet.toString())
      }
    })
  }

  #read(chunk: Buffer): void {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let at = 0
    while (at + 2 <= data.length) {
      const short = (data[at + 1] ?? 0) & 0x7f
      const header = short < 126 ? 2 : short === 126 ? 4 : 10
      if (at + header > data.length) break
      const length = short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : data.readUInt32BE(at + 6)
      if (at + header + length > data.length) break
      this.#frame(data.subarray(at + header, at + header + length))
      at += header + length
    }
    this.#rest = data.subarray(at)
  }

  #frame(payload: Buffer): void {
    if (payload[0] === MESSAGE) this.onPacket(payload.subarray(1))
    else if (payload[0] === PING) this.#send('3')
  }

  /** What one read brings about leaves in one write. */
  #send(text: string): void {
    if (this.#writing.length === 0) queueMicrotask(() => this.#write())
    this.#writing.push(text)
  }

  #write(): void {
    const frames = this.#writing.flatMap((text) => [headerOf(Buffer.byteLength(text)), MASK, Buffer.from(text)])
    this.#writing = []
    this.#socket.write(Buffer.concat(frames))
  }
}

function headerOf(length: number): Buffer {
  return length < 126 ? Buffer.from([0x81, 0x80 | length]) : Buffer.from([0x81, 0xfe, length >> 8, length & 0xff])
}

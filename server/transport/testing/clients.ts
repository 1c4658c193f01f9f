import { io, type Socket } from 'socket.io-client'
import io2, { type Socket2 } from 'socket.io-client-v2'

export type Transports = 'websocket' | 'polling'

interface Options {
  readonly auth?: object
  readonly transport?: Transports
  readonly headers?: Record<string, string>
}

/** Clients of one test; `close` ends them all. Each has a link of its own unless it is asked to share. */
export class Clients {
  readonly #url: string
  readonly #sockets: { disconnect(): unknown }[] = []

  constructor(url: string) {
    this.#url = url
  }

  /** A v4 socket that is connecting. */
  open(namespace: string, { auth = {}, transport = 'websocket', headers = {} }: Options = {}): Socket {
    const options = { auth, transports: [transport], forceNew: true, reconnection: false, extraHeaders: headers }
    return this.#keep(io(this.#url + namespace, options))
  }

  /** A v4 socket that has connected. */
  async connect(namespace: string, options: Options = {}): Promise<Socket> {
    const socket = this.open(namespace, options)
    await connected(socket)
    return socket
  }

  /** Another namespace of the same link. */
  async share(socket: Socket, namespace: string, auth: object = {}): Promise<Socket> {
    const other = this.#keep(socket.io.socket(namespace, { auth }))
    await connected(other)
    return other
  }

  /** A v2 socket that is connecting. `query` stands in for `auth`. */
  open2(namespace: string, query: Record<string, string> = {}, transport: Transports = 'websocket'): Socket2 {
    const options = { query, transports: [transport], forceNew: true, reconnection: false }
    return this.#keep(io2(this.#url + namespace, options))
  }

  async connect2(namespace: string, query: Record<string, string> = {}, transport?: Transports): Promise<Socket2> {
    const socket = this.open2(namespace, query, transport)
    await new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(null))
      socket.once('error', reject)
      socket.once('connect_error', reject)
    })
    return socket
  }

  close(): void {
    for (const socket of this.#sockets) socket.disconnect()
  }

  #keep<T extends { disconnect(): unknown }>(socket: T): T {
    this.#sockets.push(socket)
    return socket
  }
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
}

interface Emitter {
  once(event: string, listener: (...args: unknown[]) => void): unknown
}

/** The first argument of the next event. */
export function next(emitter: Emitter, event: string): Promise<unknown> {
  return new Promise((resolve) => emitter.once(event, (value) => resolve(value)))
}

/** All arguments of the next event. */
export function nextAll(emitter: Emitter, event: string): Promise<unknown[]> {
  return new Promise((resolve) => emitter.once(event, (...args) => resolve(args)))
}

/** The first so many of an event, in order. */
export function collect(
  emitter: { on(event: string, listener: (...args: unknown[]) => void): unknown },
  event: string,
  count: number,
) {
  const got: unknown[] = []
  return new Promise<unknown[]>((resolve) => {
    emitter.on(event, (value) => {
      got.push(value)
      if (got.length === count) resolve(got)
    })
  })
}

/** The answer of a v2 client's callback. */
export function ask2(socket: Socket2, event: string, ...args: unknown[]): Promise<unknown[]> {
  return new Promise((resolve) => socket.emit(event, ...args, (...answer: unknown[]) => resolve(answer)))
}

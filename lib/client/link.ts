import { Manager, type ManagerOptions, type Socket } from 'socket.io-client'
import { Addresses } from './addresses.ts'
import { parser } from './encoder.ts'
import { HoldlineError, refusedConnect } from './errors.ts'

/**
 * connecting → connected ⇄ reconnecting → closed
 * any → refused: final, the broker does not want this client (token, label, or it said so)
 */
export type LinkState = 'connecting' | 'connected' | 'reconnecting' | 'refused' | 'closed'

export interface LinkOptions {
  readonly token?: string | (() => string | Promise<string>) | undefined
  readonly client?: string | undefined
  readonly socket?: Partial<ManagerOptions> | undefined
}

/** Told in this order at each change; `refused` and `closed` come once and last. */
export interface LinkListener {
  changed(state: LinkState): void
  /** Final: nothing will be sent any more. */
  refused(error: HoldlineError): void
}

const RECONNECT = { reconnectionDelay: 200, reconnectionDelayMax: 5_000 }
/** Where there are several addresses a try is short, because only one of them serves and a frozen one never answers. */
const RECONNECT_SEVERAL = { reconnectionDelay: 100, reconnectionDelayMax: 1_000, timeout: 5_000 }

/**
 * One connection to the broker, whatever its queues: each queue is a namespace on it. Reconnects on its own; after
 * `closing` not before the time that the broker asked for. With several addresses each try that fails is followed by one
 * at the next, and `closing` means that the next is about to serve.
 */
export class Link {
  state: LinkState = 'connecting'
  /** The default namespace: publishes go out here. */
  readonly root: Socket
  readonly #manager: Manager
  readonly #addresses: Addresses
  readonly #sockets = new Set<Socket>()
  readonly #options: LinkOptions
  readonly #listener: LinkListener
  /** Set by `closing`: stay away so long once the connection is down. */
  #restMs: number | null = null
  #rest: ReturnType<typeof setTimeout> | undefined
  /** The broker at this address said goodbye. */
  #closing = false

  constructor(urls: string | readonly string[], options: LinkOptions, listener: LinkListener) {
    this.#options = options
    this.#listener = listener
    this.#addresses = new Addresses(urls)
    this.#manager = new Manager(this.#addresses.current, {
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      ...(this.#addresses.several ? RECONNECT_SEVERAL : RECONNECT),
      ...options.socket,
      parser,
      autoConnect: false,
    })
    this.root = this.socket('/')
    this.#listen()
    this.root.connect()
    this.#watchOpening()
  }

  /** The socket of a namespace; not connected by this. */
  socket(namespace: string): Socket {
    const socket = this.#manager.socket(namespace, { auth: (give) => void this.#authenticate(give) })
    this.#sockets.add(socket)
    return socket
  }

  /** Leaves every namespace; Socket.IO closes the connection with the last of them. */
  close(): void {
    clearTimeout(this.#rest)
    this.#become('closed')
    this.#leave()
  }

  #leave(): void {
    for (const socket of this.#sockets) socket.disconnect()
  }

  /** Says who we are. A token that cannot be had just now ends this try; the next one asks again. */
  async #authenticate(give: (data: object) => void): Promise<void> {
    const { token, client } = this.#options
    const { engine } = this.#manager
    try {
      const current = typeof token === 'function' ? await token() : token
      // The connection may be another one by now, and that one asks for itself.
      if (engine !== this.#manager.engine) return
      give({ v: '1', ...(client !== undefined && { client }), ...(current !== undefined && { token: current }) })
    } catch {
      engine.close()
    }
  }

  #listen(): void {
    // Told just before the next connection is made.
    this.#manager.on('reconnect_attempt', () => queueMicrotask(() => this.#watchOpening()))
    this.root.on('connect', () => this.#become('connected'))
    this.root.on('disconnect', (reason) => this.#disconnected(reason))
    this.root.on('connect_error', (error) => {
      if (!this.root.active) return this.#refuse(refusedConnect(error))
      this.#addresses.turn(this.#manager)
      this.#become(this.state === 'connecting' ? 'connecting' : 'reconnecting')
    })
    this.root.on('closing', (notice: { reconnectAfterMs?: number } | undefined) => {
      this.#closing = true
      if (this.#addresses.several) return
      this.#restMs = notice?.reconnectAfterMs ?? 0
      // Socket.IO's own reconnection has a delay of its own mind; ours takes over until the broker may be back.
      this.#manager.reconnection(false)
    })
  }

  #disconnected(reason: string): void {
    if (this.state === 'closed') return
    if (reason === 'io server disconnect') {
      this.#refuse(new HoldlineError('E_DISCONNECTED', 'The broker closed this connection and wants it to stay away.'))
      return
    }
    // A link that just broke is tried again where it was: it may have been the network alone.
    if (this.#closing || reason === 'ping timeout') this.#addresses.turn(this.#manager)
    this.#closing = false
    this.#become('reconnecting')
    if (this.#restMs === null) return
    this.#rest = setTimeout(() => this.#wake(), this.#restMs)
    this.#restMs = null
  }

  #wake(): void {
    this.#manager.reconnection(true)
    this.#manager.open()
    this.#watchOpening()
  }

  /**
   * A connection that ends between its upgrade and its handshake (the broker was killed just then) is told as a close
   * without an error; the Manager does not listen for that, and would sit there until its timeout of 20 s.
   */
  #watchOpening(): void {
    const { engine } = this.#manager
    let decided = false
    const decide = () => {
      decided = true
    }
    engine.once('open', decide)
    engine.once('error', decide)
    engine.once('close', (reason) => {
      if (!decided) fail(engine, reason)
    })
  }

  #refuse(error: HoldlineError): void {
    if (this.state === 'closed') return
    this.#become('refused')
    this.#listener.refused(error)
    this.#leave()
  }

  #become(state: LinkState): void {
    if (this.state === state || this.state === 'closed' || this.state === 'refused') return
    this.state = state
    this.#listener.changed(state)
  }
}

/** Tells an engine's listeners of an error. Its type keeps `emit` to itself; the method is there on every emitter. */
function fail(engine: object, reason: string): void {
  const { emit } = engine as { emit(this: object, event: 'error', error: Error): void }
  emit.call(engine, 'error', new Error(`The connection ended before it was opened: ${reason}.`))
}

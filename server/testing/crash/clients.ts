/** Plain Socket.IO clients that do what any careful client does: send again what was not confirmed, acknowledge what came. */
import { io, type Socket } from 'socket.io-client'
import type { Ledger } from './ledger.ts'

export const queue = 'ledger'
export const subscription = 'auditor'

interface Answer {
  readonly ok: boolean
  readonly id: string
  readonly seq: number
  readonly duplicate?: true
  readonly error?: { readonly code: string; readonly retryable: boolean }
}

/** `timeout`: a frozen process accepts connections and never answers. */
const quick = {
  transports: ['websocket'],
  reconnectionDelay: 50,
  reconnectionDelayMax: 200,
  forceNew: true,
  timeout: 2_000,
}

const againMs = 50

/** A socket of a namespace on whichever of the addresses serves: each try that fails is followed by one at the next. */
export function open(urls: readonly string[], namespace: string, client: string): Socket {
  const socket = io(`${urls[0]}${namespace}`, { ...quick, auth: { client } })
  let turns = 0
  const turn = () => {
    turns += 1
    // A plain client's own way: Socket.IO reads it anew at each try.
    Reflect.set(socket.io, 'uri', urls[turns % urls.length])
  }
  socket.on('connect_error', turn)
  socket.on('disconnect', (reason) => reason === 'ping timeout' && turn())
  return socket
}

/** Publishes numbered messages, so many at a time, and sends each again after a reconnect until it is confirmed. */
export class Publisher {
  readonly socket: Socket
  readonly duplicates = new Set<string>()
  readonly #ledger: Ledger
  readonly #unconfirmed = new Map<string, number>()
  #next = 0
  #window = 0

  constructor(urls: readonly string[], ledger: Ledger) {
    this.#ledger = ledger
    this.socket = open(urls, '/', 'publisher')
    this.socket.on('connect', () => {
      for (const [id, number] of this.#unconfirmed) this.#send(id, number)
    })
  }

  /** One message; resolves when it is confirmed, however many crashes that takes. */
  async publish(): Promise<void> {
    const want = this.#ledger.confirmed.size + 1
    this.#fill(this.#unconfirmed.size + 1)
    await this.#ledger.untilConfirmed(want)
  }

  /** Keeps `window` messages unconfirmed until `quiet`. */
  load(window: number): void {
    this.#window = window
    this.#fill(window)
  }

  /** Sends no new ones, and resolves when all that were sent are confirmed. */
  async quiet(): Promise<void> {
    this.#window = 0
    await this.#ledger.untilConfirmed(this.#next)
  }

  #fill(window: number): void {
    while (this.#unconfirmed.size < window) {
      const number = this.#next
      this.#next += 1
      const id = `m-${number}`
      this.#unconfirmed.set(id, number)
      // A disconnected socket would buffer it: it is sent with the others once it is connected.
      if (this.socket.connected) this.#send(id, number)
    }
  }

  #send(id: string, number: number): void {
    this.socket.emit('publish', { queue, event: 'noted', id, payload: { number } }, (answer: Answer) => {
      this.#answered(id, number, answer)
    })
  }

  #answered(id: string, number: number, answer: Answer): void {
    if (!answer.ok) {
      if (!answer.error?.retryable) throw new Error(`${id} was refused: ${JSON.stringify(answer.error)}`)
      // While the server closes, the reconnect sends it again; storage that is away is asked again.
      if (answer.error.code === 'E_STORAGE') setTimeout(() => this.#send(id, number), againMs)
      return
    }
    if (answer.duplicate) this.duplicates.add(id)
    this.#unconfirmed.delete(id)
    this.#ledger.confirm(id, answer.seq)
    this.#fill(this.#window)
  }
}

interface Received {
  readonly id: string
  readonly seq: number
  readonly attempt: number
}

/** One consumer of a durable subscription. It notes what it gets, and acknowledges while `acks` is on. */
export class Consumer {
  readonly socket: Socket
  acks = true
  readonly #ledger: Ledger

  constructor(urls: readonly string[], ledger: Ledger) {
    this.#ledger = ledger
    this.socket = open(urls, `/${queue}`, 'consumer')
    this.socket.on('connect', () => {
      ledger.connected()
      this.#subscribe()
    })
    this.socket.on('message', (message: Received, ack: () => void) => {
      this.#ledger.see(message)
      if (!this.acks) return
      this.#ledger.acknowledge(message.seq)
      ack()
    })
  }

  #subscribe(): void {
    this.socket.emit('subscribe', { name: subscription, from: 'start' }, (answer: Answer) => {
      if (!answer.ok && !answer.error?.retryable) throw new Error(`Subscribe: ${JSON.stringify(answer.error)}`)
    })
  }
}

import { io, type Socket } from 'socket.io-client'
import type { SubscribeResult, WireMessage } from '../../protocol.ts'
import type { Mode } from './state.ts'

export const SLOW_MS = 400
/** A crashed one is back quickly, but not so quickly that nobody sees it was gone. */
const BACK_AFTER_MS = 700
const ANSWER_WITHIN_MS = 10_000

type Ack = (answer?: unknown) => void

/** What a subscriber of the Lab reports. `id` is the message's. */
export interface SubscriberEvents {
  online(): void
  offline(): void
  realtime(id: string): void
  received(id: string): void
  acked(id: string): void
  nacked(id: string): void
  crashed(id: string): void
  failed(reason: string, needsToken: boolean): void
}

export interface SubscriberPlace {
  /** The broker's address; empty for the one that this page comes from. */
  readonly url: string
  readonly queue: string
  /** Its label and the name of its durable subscription. */
  readonly label: string
  readonly token: string | undefined
  readonly events: readonly string[] | undefined
}

/**
 * A real Socket.IO client with a connection of its own, subscribed twice to the same queue: in real time, and by name.
 * unplugged ⇄ plugged; a plugged one comes back by itself when its connection breaks.
 */
export class LabSubscriber {
  mode: Mode = 'normal'
  /** Both of its subscriptions stand. */
  online = false
  readonly #events: SubscriberEvents
  readonly #label: string
  /** Nothing where it wants every event. */
  readonly #wanted: { readonly events?: readonly string[] }
  readonly #socket: Socket
  /** Queued messages are handled one after the other. */
  #work: Promise<void> = Promise.resolve()
  /** Grows with each connection: work of an earlier one is dropped, its acks would mean nothing. */
  #life = 0

  constructor({ url, queue, label, token, events: wanted }: SubscriberPlace, events: SubscriberEvents) {
    this.#events = events
    this.#label = label
    this.#wanted = wanted === undefined ? {} : { events: wanted }
    this.#socket = io(`${url}/${queue}`, {
      autoConnect: false,
      forceNew: true,
      transports: ['websocket'],
      auth: { client: label, ...(token !== undefined && { token }) },
      reconnectionDelay: BACK_AFTER_MS,
      reconnectionDelayMax: 3_000,
      randomizationFactor: 0,
    })
    this.#listen()
  }

  plug(): void {
    this.#socket.connect()
  }

  unplug(): void {
    this.#socket.disconnect()
  }

  /** Goes for good: unlike one that is unplugged it says so, and what is published later is not missed by it. */
  leave(): void {
    if (this.#socket.connected) this.#socket.emit('unsubscribe', {})
    this.#socket.disconnect()
  }

  #listen(): void {
    const socket = this.#socket
    socket.on('connect', () => void this.#subscribe())
    socket.on('disconnect', () => {
      this.#life += 1
      this.online = false
      this.#work = Promise.resolve()
      this.#events.offline()
    })
    socket.on('connect_error', (error) => this.#refused(error))
    socket.on('message', (message: WireMessage, ack?: Ack) => this.#message(message, ack))
  }

  // Real time first: what is published between the two is then seen at least there.
  async #subscribe(): Promise<void> {
    const life = this.#life
    const live = await this.#ask('subscribe', { ...this.#wanted, delivery: 'realtime' })
    const kept = live && (await this.#ask('subscribe', { ...this.#wanted, delivery: 'queued', name: this.#label }))
    if (!kept || life !== this.#life) return
    this.online = true
    this.#events.online()
  }

  /** Asks the broker something; `false` where it refused or did not answer. */
  async #ask(event: string, options: object): Promise<boolean> {
    try {
      const answer: SubscribeResult = await this.#socket.timeout(ANSWER_WITHIN_MS).emitWithAck(event, options)
      if (!answer.ok) this.#events.failed(answer.error.message, false)
      return answer.ok
    } catch {
      // The connection broke meanwhile: it comes back and asks again.
      return false
    }
  }

  // Without `active` the client will not try again by itself: the broker refused it for good.
  #refused(error: Error): void {
    if (this.#socket.active) this.#events.offline()
    else this.#events.failed(error.message, codeOf(error) === 'E_AUTH')
  }

  #message(message: WireMessage, ack?: Ack): void {
    if (message.subscription === null || ack === undefined) {
      this.#events.realtime(message.id)
      return
    }
    const life = this.#life
    this.#events.received(message.id)
    this.#work = this.#work.then(() => (life === this.#life ? this.#handle(message, ack, life) : undefined))
  }

  async #handle(message: WireMessage, ack: Ack, life: number): Promise<void> {
    if (this.mode === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
    if (life !== this.#life) return
    if (this.mode === 'crash' && message.attempt === 1) return this.#crash(message.id)
    if (this.mode === 'fail') {
      ack({ nack: true, reason: 'set to fail in the Lab' })
      return this.#events.nacked(message.id)
    }
    ack()
    this.#events.acked(message.id)
  }

  // Closing the link, not the socket: that is what a crash looks like, and the client then comes back by itself.
  #crash(id: string): void {
    this.#events.crashed(id)
    this.#socket.io.engine.close()
  }
}

function codeOf(error: Error): unknown {
  const data: unknown = Reflect.get(error, 'data')
  return typeof data === 'object' && data !== null ? Reflect.get(data, 'code') : undefined
}

import { setTimeout as delay } from 'node:timers/promises'
import { type Client, connect, HoldlineError, type Message, Nack } from '../../lib/client/index.ts'
import type { Random } from '../random.ts'
import type { Book, Place } from '../world/book.ts'
import type { World } from '../world/world.ts'
import { deedFor } from './behaviour.ts'
import type { ConsumerOptions } from './consumer.ts'
import { Wires } from './wires.ts'

/** One consumer of a durable subscription, with the client library: it finds the server that lets it in. */
export class SdkConsumer {
  readonly #world: World
  readonly #book: Book
  readonly #options: ConsumerOptions
  readonly #random: Random
  readonly #wires = new Wires()
  readonly #client: Client
  /** `null` without a connection. */
  #place: Place | null = null

  constructor(world: World, book: Book, options: ConsumerOptions) {
    this.#world = world
    this.#book = book
    this.#options = options
    this.#random = world.random.fork()
    const { name, label, wire } = options
    this.#client = connect(world.urls, {
      client: label,
      socket: this.#wires.options,
      onState: (state) => this.#changed(state === 'connected'),
      onError: (error) => world.figures.breach(`${name}, with the client library: ${error}`),
    })
    const handle = (message: Message) => this.#handle(message)
    this.#client.subscribe(book.queue, { name, from: 'start', ...wire }, handle).catch((error: unknown) => {
      const closed = error instanceof HoldlineError && error.code === 'E_CLOSED'
      if (!closed) world.figures.breach(`${name} was refused: ${error}`)
    })
  }

  cut(): void {
    this.#wires.cut()
  }

  close(): void {
    void this.#client.close({ timeoutMs: 0 })
  }

  #changed(connected: boolean): void {
    if (this.#place) this.#book.left(this.#place.connection)
    this.#place = null
    if (!connected) return
    const { subscription, label } = this.#options
    const era = this.#world.eraOf(this.#world.serverAt(this.#wires.port))
    this.#place = { subscription, connection: this.#book.journal.connect(label), era }
  }

  async #handle(message: Message): Promise<void> {
    const place = this.#place
    // A handler starts only while its connection is there.
    if (place === null) throw new Error(`seq ${message.seq} was handled without a connection`)
    const seq = this.#book.receive(place, message)
    const deed = deedFor(message, this.#options.habits, this.#random)
    if (deed.do === 'nack') {
      this.#book.note('nacked', place, seq)
      throw new Nack('not now', { delayMs: Math.round(deed.delayMs) })
    }
    if (deed.do === 'ack' && deed.afterMs > 0) await delay(deed.afterMs)
    // Also where the connection broke meanwhile: the client acknowledges the message when it comes again.
    this.#book.note('acked', place, seq)
  }
}

import type { PublishResult } from '../../lib/protocol.ts'
import type { Book } from '../world/book.ts'
import type { World } from '../world/world.ts'
import { Messages, type Outgoing } from './messages.ts'
import { Pace } from './pace.ts'
import { Seat, type WireSocket } from './seat.ts'

const againMs = 150
const mostUnconfirmed = 1_000
const batchSize = 100

/** Publishes with ids of its own, one by one or in batches, and sends each again until it is confirmed. */
export class Publisher {
  readonly #book: Book
  readonly #world: World
  readonly #batches: boolean
  readonly #messages: Messages
  readonly #unconfirmed = new Map<string, Outgoing>()
  readonly #seat: Seat
  readonly #pace: Pace

  constructor(
    world: World,
    book: Book,
    options: { readonly name: string; readonly perSecond: number; readonly batches: boolean },
  ) {
    this.#world = world
    this.#book = book
    this.#batches = options.batches
    this.#messages = new Messages(book.queue, options.name, world.random.fork())
    this.#seat = new Seat(world, '/', options.name, (socket) =>
      socket.on('connect', () => this.#send(socket, [...this.#unconfirmed.values()])),
    )
    this.#pace = new Pace(options.perSecond, (count) => this.#publish(count))
  }

  get unconfirmed(): number {
    return this.#unconfirmed.size
  }

  cut(): void {
    this.#seat.cut()
  }

  /** Sends no new ones. */
  quiet(): void {
    this.#pace.stop()
  }

  close(): void {
    this.#pace.stop()
    this.#seat.leave()
  }

  #publish(count: number): void {
    const fresh: Outgoing[] = []
    while (fresh.length < count && this.#unconfirmed.size < mostUnconfirmed) {
      const message = this.#messages.next()
      this.#unconfirmed.set(message.id, message)
      fresh.push(message)
    }
    // Without a connection they go out with the others when there is one.
    const { socket } = this.#seat
    if (socket) this.#send(socket, fresh)
  }

  #send(socket: WireSocket, messages: readonly Outgoing[]): void {
    const size = this.#batches ? batchSize : 1
    for (let from = 0; from < messages.length; from += size) {
      const batch = messages.slice(from, from + size)
      socket.emit('publish', this.#batches ? batch : (batch[0] ?? []), (answer) => {
        batch.forEach((message, index) => {
          const result = 'results' in answer ? answer.results[index] : answer
          if (result) this.#answered(message, result)
        })
      })
    }
  }

  #answered(message: Outgoing, result: PublishResult): void {
    if (result.ok && this.#book.confirm(message, result)) {
      this.#unconfirmed.delete(message.id)
    } else if (result.ok || !result.error.retryable) {
      this.#unconfirmed.delete(message.id)
      this.#world.figures.breach(`${message.id} was answered ${JSON.stringify(result)}`)
    } else {
      setTimeout(() => this.#again(message), againMs)
    }
  }

  #again(message: Outgoing): void {
    const { socket } = this.#seat
    if (socket && this.#unconfirmed.has(message.id)) this.#send(socket, [message])
  }
}

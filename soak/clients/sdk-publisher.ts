import { type Client, connect, PublishError } from '../../lib/client/index.ts'
import type { Book } from '../world/book.ts'
import type { World } from '../world/world.ts'
import { Messages } from './messages.ts'
import { Pace } from './pace.ts'
import { Wires } from './wires.ts'

const mostUnconfirmed = 1_000

/** Publishes with the client library, which sends again by itself and finds the server that lets it in. */
export class SdkPublisher {
  readonly #book: Book
  readonly #world: World
  readonly #wires = new Wires()
  readonly #client: Client
  readonly #messages: Messages
  readonly #pace: Pace
  unconfirmed = 0

  constructor(world: World, book: Book, options: { readonly name: string; readonly perSecond: number }) {
    this.#world = world
    this.#book = book
    this.#messages = new Messages(book.queue, options.name, world.random.fork())
    this.#client = connect(world.urls, { client: options.name, socket: this.#wires.options })
    this.#pace = new Pace(options.perSecond, (count) => {
      for (let sent = 0; sent < count && this.unconfirmed < mostUnconfirmed; sent += 1) void this.#publish()
    })
  }

  cut(): void {
    this.#wires.cut()
  }

  /** Sends no new ones. */
  quiet(): void {
    this.#pace.stop()
  }

  close(): void {
    this.#pace.stop()
    void this.#client.close({ timeoutMs: 0 })
  }

  async #publish(): Promise<void> {
    const message = this.#messages.next()
    this.unconfirmed += 1
    try {
      const confirm = await this.#client.publish(message)
      if (!this.#book.confirm(message, confirm)) throw new Error(`it was answered ${JSON.stringify(confirm)}`)
    } catch (error) {
      const closed = error instanceof PublishError && error.code === 'E_CLOSED'
      if (!closed) this.#world.figures.breach(`${message.id} could not be published by the client library: ${error}`)
    }
    this.unconfirmed -= 1
  }
}

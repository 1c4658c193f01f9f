import type { Book } from '../checking/book.ts'
import type { Views } from '../checking/views.ts'
import type { Client } from '../running/client.ts'
import type { Process } from '../running/process.ts'
import { SMALL } from '../running/process.ts'
import type { Act } from '../steps.ts'
import type { Acts } from './acts.ts'
import { choose, expectRefusal } from './acts.ts'
import { QUEUES } from './kinds.ts'

/** The ways in which a client leaves: what it holds goes back, and whether that speaks against the message. */
export class Departures {
  readonly #views: Views
  readonly #acts: Acts

  constructor(views: Views, acts: Acts) {
    this.#views = views
    this.#acts = acts
  }

  part(process: Process, { client: c, how }: Extract<Act, { do: 'part' }>): void {
    const client = choose(process, c)
    if (client === undefined) return
    if (how === 'disconnect') return this.#disconnect(process, client)
    const consumed = [...process.books.values()].filter((book) => !book.deleted && book.consumer(client) !== undefined)
    const book = consumed[c % Math.max(1, consumed.length)]
    if (how === 'leave') return this.#leave(process, client, book?.queue ?? QUEUES[c % QUEUES.length] ?? '')
    if (book === undefined) return
    this.#views.catchUp(process, book)
    if (how === 'forever') return this.#acts.forever(process, book, client)
    const consumer = book.consumer(client)
    if (how === 'drain' && consumer !== undefined && book.held(client).length > 0) consumer.draining = true
    else book.detach(client, false, SMALL)
    process.broker.unsubscribe(client.link, book.queue, book.name, how).catch(expectRefusal)
  }

  /** The broker closes it, because it is closing: its books do as if it had left on purpose. */
  closed(process: Process, client: Client): void {
    this.#partAll(process, client, false)
  }

  #disconnect(process: Process, client: Client): void {
    this.#partAll(process, client, true)
    process.broker.disconnect(client.link)
  }

  #partAll(process: Process, client: Client, lost: boolean): void {
    for (const book of process.books.values()) this.#detach(process, book, client, lost)
    for (const queue of QUEUES) {
      process.presence.parted(client, queue, false)
      client.leave(queue)
    }
    process.clients = process.clients.filter((other) => other !== client)
  }

  #leave(process: Process, client: Client, queue: string): void {
    for (const book of process.books.values()) if (book.queue === queue) this.#detach(process, book, client, true)
    process.presence.parted(client, queue, false)
    client.leave(queue)
    process.broker.leave(client.link, queue)
  }

  #detach(process: Process, book: Book, client: Client, lost: boolean): void {
    if (book.deleted || book.consumer(client) === undefined) return
    this.#views.catchUp(process, book)
    book.detach(client, lost, SMALL)
  }
}

import type { AckAnswer, SubscribeResult, WireMessage } from '../../lib/protocol.ts'
import type { Random } from '../random.ts'
import type { Book, Place } from '../world/book.ts'
import type { Supervised } from '../world/supervised.ts'
import type { World } from '../world/world.ts'
import { deedFor, type Habits } from './behaviour.ts'
import { Seat, type WireSocket } from './seat.ts'
import { Settler } from './settler.ts'

export interface ConsumerOptions {
  readonly name: string
  /** Its number in the book. */
  readonly subscription: number
  readonly label: string
  readonly wire: {
    readonly events?: string[]
    readonly ackDeadlineMs?: number
    readonly exclusive?: boolean
    readonly ordered?: boolean
    readonly credit?: number
  }
  /** Takes `messages` and answers by `settle`, instead of one by one. */
  readonly batch?: boolean
  readonly habits: Habits
}

const againMs = 200

/** One consumer of a durable subscription: a plain Socket.IO client that subscribes at each connection. */
export class Consumer {
  readonly #world: World
  readonly #book: Book
  readonly #options: ConsumerOptions
  readonly #random: Random
  readonly #seat: Seat

  constructor(world: World, book: Book, options: ConsumerOptions) {
    this.#world = world
    this.#book = book
    this.#options = options
    this.#random = world.random.fork()
    this.#seat = new Seat(world, `/${book.queue}`, options.label, (socket, server) => this.#listen(socket, server))
  }

  cut(): void {
    this.#seat.cut()
  }

  leave(): void {
    this.#seat.leave()
  }

  comeBack(): void {
    this.#seat.comeBack()
  }

  close(): void {
    this.#seat.leave()
  }

  #listen(socket: WireSocket, server: Supervised): void {
    let place: Place | null = null
    let settler: Settler | null = null
    socket.on('connect', () => {
      const connection = this.#book.journal.connect(this.#options.label)
      const here = { subscription: this.#options.subscription, connection, era: this.#world.eraOf(server) }
      place = here
      settler = new Settler(this.#options.name, socket, this.#book, here)
      this.#subscribe(socket, here, () => place)
    })
    socket.on('disconnect', () => {
      if (place) this.#book.left(place.connection)
      settler?.end()
      place = null
    })
    socket.on('message', (message, ack) => {
      if (place) this.#take(message, place, () => place, ack)
    })
    socket.on('messages', ({ messages }) => {
      for (const message of messages) if (place) this.#take(message, place, () => place, settler)
    })
  }

  #subscribe(socket: WireSocket, here: Place, now: () => Place | null): void {
    const { name, wire, batch = false } = this.#options
    socket.emit('subscribe', { name, from: 'start', batch, ...wire }, (answer: SubscribeResult) => {
      if (answer.ok || now() !== here) return
      if (answer.error.retryable) setTimeout(() => now() === here && this.#subscribe(socket, here, now), againMs)
      else this.#world.figures.breach(`${name} was refused: ${JSON.stringify(answer.error)}`)
    })
  }

  #take(
    message: WireMessage,
    here: Place,
    now: () => Place | null,
    answer: Settler | ((answer?: AckAnswer) => void) | null | undefined,
  ): void {
    const seq = this.#book.receive(here, message)
    const deed = deedFor(message, this.#options.habits, this.#random)
    const act = () => {
      // What a lost connection held is not ours to settle any more.
      if (now() !== here) return
      if (answer instanceof Settler) return answer.settle(deed, seq, message.attempt)
      if (deed.do === 'ack') this.#book.note('acked', here, seq)
      if (deed.do === 'nack') this.#book.note('nacked', here, seq)
      if (deed.do === 'condemn') this.#book.note('condemned', here, seq)
      answer?.(answerFor(deed))
    }
    if (deed.do === 'hang') return
    if (deed.do === 'ack' && deed.afterMs > 0) setTimeout(act, deed.afterMs)
    else act()
  }
}

function answerFor(deed: ReturnType<typeof deedFor>): AckAnswer {
  if (deed.do === 'nack') return { nack: true, delayMs: Math.round(deed.delayMs), reason: 'not now' }
  return deed.do === 'condemn' ? { nack: true, dead: true, reason: 'condemned' } : true
}

import { toRanges } from '../../lib/client/ranges.ts'
import type { SettleOptions, SettleResult } from '../../lib/protocol.ts'
import type { Book, Place } from '../world/book.ts'
import type { Deed } from './behaviour.ts'
import type { WireSocket } from './seat.ts'

const everyMs = 60

type Nack = NonNullable<SettleOptions['nacked']>[number]

/** Gathers what one connection settles, sends it in batches, and notes what the broker confirmed. */
export class Settler {
  readonly #name: string
  readonly #socket: WireSocket
  readonly #book: Book
  readonly #place: Place
  #acked: number[] = []
  #nacked: Nack[] = []
  #timer: NodeJS.Timeout | null = null

  constructor(name: string, socket: WireSocket, book: Book, place: Place) {
    this.#name = name
    this.#socket = socket
    this.#book = book
    this.#place = place
  }

  settle(deed: Deed, seq: number, attempt: number): void {
    if (deed.do === 'ack') this.#acked.push(seq)
    else if (deed.do === 'nack')
      this.#nacked.push({ seq, attempt, delayMs: Math.round(deed.delayMs), reason: 'not now' })
    else this.#nacked.push({ seq, attempt, dead: true, reason: 'condemned' })
    this.#timer ??= setTimeout(() => this.#send(), everyMs)
  }

  /** The connection is no more: nothing is sent. */
  end(): void {
    if (this.#timer) clearTimeout(this.#timer)
  }

  #send(): void {
    const acked = this.#acked
    const nacked = this.#nacked
    this.#acked = []
    this.#nacked = []
    this.#timer = null
    for (const seq of acked) this.#book.note('acked', this.#place, seq)
    for (const { seq, dead } of nacked) this.#book.note(dead ? 'condemned' : 'nacked', this.#place, seq)
    const options = { name: this.#name, acked: toRanges([...acked]), nacked }
    this.#socket.emit('settle', options, (answer: SettleResult) => this.#confirmed(acked, nacked, answer))
  }

  #confirmed(acked: readonly number[], nacked: readonly Nack[], answer: SettleResult): void {
    if (!answer.ok) return
    const taken = (seq: number) => !answer.ignored.some(([from, to]) => seq >= from && seq <= to)
    for (const seq of acked.filter(taken)) this.#book.note('settled', this.#place, seq)
    for (const { seq, dead } of nacked) if (dead && taken(seq)) this.#book.note('buried', this.#place, seq)
  }
}

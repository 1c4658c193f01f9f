import type { PublishResult } from '../../lib/protocol.ts'
import { Journal, type Watched } from '../../server/testing/ledger/journal.ts'
import type { Figures } from './figures.ts'

/** Where a consumer stands when something happens to it. */
export interface Place {
  readonly subscription: number
  readonly connection: number
  readonly era: number
}

type Confirmed = Extract<PublishResult, { ok: true }>

interface Got {
  readonly id: string
  readonly seq: number | null
  readonly attempt: number
}

/** The ledger of one queue in one round: every confirm and every delivery, and how much is still to come. */
export class Book {
  readonly queue: string
  readonly journal = new Journal()
  readonly #figures: Figures
  readonly #confirmed = new Map<string, number>()
  readonly #confirmedIds = new Set<string>()
  readonly #met: Set<number>[] = []

  constructor(queue: string, figures: Figures) {
    this.queue = queue
    this.#figures = figures
  }

  watch(subscription: Watched): number {
    this.#met.push(new Set())
    return this.journal.watch(subscription)
  }

  /** Whether the broker answered as it must: with a seq, or with the time when it is due. */
  confirm({ id, event }: { readonly id: string; readonly event: string }, answer: Confirmed): boolean {
    if (answer.seq !== null) this.journal.note({ kind: 'confirmed', id, seq: answer.seq })
    else if ('dueAt' in answer) this.#schedule(id, answer.dueAt)
    else return false
    if ('duplicate' in answer && answer.duplicate) this.#figures.duplicates += 1
    this.#count(id, event)
    return true
  }

  #schedule(id: string, dueAt: string): void {
    this.#figures.delayed += 1
    this.journal.note({ kind: 'scheduled', id, due: Date.parse(dueAt) - this.journal.startedAt })
  }

  #count(id: string, event: string): void {
    if (this.#confirmedIds.has(id)) return
    this.#confirmedIds.add(id)
    this.#confirmed.set(event, (this.#confirmed.get(event) ?? 0) + 1)
    this.#figures.confirmed += 1
  }

  receive(place: Place, { id, seq, attempt }: Got): number {
    const number = seq ?? 0
    this.journal.note({ kind: 'received', ...place, id, seq: number, attempt })
    this.#figures.deliveries += 1
    const met = this.#met[place.subscription]
    if (met?.has(number)) this.#figures.redeliveries += 1
    met?.add(number)
    return number
  }

  note(kind: 'acked' | 'nacked' | 'condemned' | 'settled' | 'buried', place: Place, seq: number): void {
    if (kind === 'settled') this.#figures.settled += 1
    this.journal.note({ kind, ...place, seq })
  }

  left(connection: number): void {
    this.journal.note({ kind: 'left', connection })
  }

  /** Confirmed deliveries that no consumer has got yet. */
  get open(): number {
    return this.journal.subscriptions.reduce((sum, { events }, index) => {
      const wanted = events ?? [...this.#confirmed.keys()]
      const confirmed = wanted.reduce((all, event) => all + (this.#confirmed.get(event) ?? 0), 0)
      return sum + Math.max(0, confirmed - (this.#met[index]?.size ?? 0))
    }, 0)
  }
}

import { check } from '../ledger/check.ts'
import type { Stored } from '../ledger/evidence.ts'
import { Journal } from '../ledger/journal.ts'

interface Seen {
  readonly id: string
  readonly seq: number
  readonly attempt: number
}

/**
 * What one publisher and one consumer know to be true, whatever crashes: what was confirmed, and what was handed over.
 * `faults` holds it against the promises.
 */
export class Ledger {
  /** seq by id. */
  readonly confirmed = new Map<string, number>()
  /** In the order in which the consumer got them. */
  readonly seen: Seen[] = []
  readonly #journal = new Journal()
  readonly #subscription: number
  #connection = 0
  readonly #seenIds = new Set<string>()
  readonly #waiting = new Set<() => void>()

  constructor(subscription: string) {
    this.#subscription = this.#journal.watch({
      name: subscription,
      events: null,
      consumers: 'single',
      deadlineMs: 30_000,
    })
    this.connected()
  }

  /** The consumer is connected: each time it may be to another process. */
  connected(): void {
    this.#connection = this.#journal.connect('consumer')
  }

  confirm(id: string, seq: number): void {
    this.confirmed.set(id, seq)
    this.#journal.note({ kind: 'confirmed', id, seq })
    this.#changed()
  }

  see({ id, seq, attempt }: Seen): void {
    const [subscription, connection] = [this.#subscription, this.#connection]
    this.seen.push({ id, seq, attempt })
    this.#seenIds.add(id)
    this.#journal.note({ kind: 'received', subscription, connection, era: connection, id, seq, attempt })
    this.#changed()
  }

  /** The consumer acknowledges it. */
  acknowledge(seq: number): void {
    this.#journal.note({ kind: 'acked', subscription: this.#subscription, connection: this.#connection, seq })
  }

  /** Resolves when so many were confirmed. */
  untilConfirmed(count: number): Promise<void> {
    return this.#until(() => this.confirmed.size >= count)
  }

  /** Resolves when so many deliveries were handed over, repeated ones included. */
  untilDeliveries(count: number): Promise<void> {
    return this.#until(() => this.seen.length >= count)
  }

  /** Resolves when everything confirmed has been handed over. */
  untilAllSeen(): Promise<void> {
    return this.#until(() => [...this.confirmed.keys()].every((id) => this.#seenIds.has(id)))
  }

  /** Every promise that was broken, in words; empty when all were kept. `stored` is what the log holds. */
  faults(stored: readonly Stored[]): string[] {
    return check({ journal: this.#journal, stored, letters: [] }).map(({ text }) => text)
  }

  #until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!done()) return
        this.#waiting.delete(look)
        resolve()
      }
      this.#waiting.add(look)
      look()
    })
  }

  #changed(): void {
    for (const look of [...this.#waiting]) look()
  }
}

import type { Delivery } from './delivery.ts'

/** So long after a connection was lost, a handled message that was never confirmed is known again. */
const REMEMBER_MS = 5 * 60_000

/**
 * Every delivery that is not settled for certain, by seq.
 *
 * When a connection breaks, what waited is forgotten (it comes again), but what was handled or still runs is kept in
 * mind: the broker sends it again too, and the handler must not see it twice.
 */
export class Ledger<T> {
  readonly #bySeq = new Map<number, Delivery<T>>()

  get(seq: number, now: number): Delivery<T> | undefined {
    const delivery = this.#bySeq.get(seq)
    return delivery?.lost && !isWorthKeeping(delivery, now) ? undefined : delivery
  }

  put(delivery: Delivery<T>): void {
    this.#bySeq.set(delivery.seq, delivery)
  }

  /** Settled; a later attempt of the same seq stays. */
  forget(delivery: Delivery<T>): void {
    if (this.#bySeq.get(delivery.seq) === delivery) this.#bySeq.delete(delivery.seq)
  }

  /** The connection broke: nothing is ours any more. */
  loseAll(now: number): void {
    for (const delivery of this.#bySeq.values()) {
      if (!delivery.lost) delivery.since = now
      delivery.lose()
      delivery.heir = null
      if (!isWorthKeeping(delivery, now)) this.#bySeq.delete(delivery.seq)
    }
  }

  /** What the broker counts as ours and waits for. */
  *held(): Generator<Delivery<T>> {
    for (const delivery of this.#bySeq.values()) {
      const held = delivery.heir ?? delivery
      if (!held.lost && (held.state === 'waiting' || held.state === 'running')) yield held
    }
  }
}

function isWorthKeeping<T>(delivery: Delivery<T>, now: number): boolean {
  if (delivery.state === 'running') return true
  return delivery.state === 'handled' && now - delivery.since < REMEMBER_MS
}

import { randomInt } from 'node:crypto'

/** A delivery that its client may acknowledge. */
export interface PendingAck {
  readonly subscription: string
  readonly seq: number
  readonly attempt: number
}

/** Java reads an ack id into an int. */
const ACK_IDS = 2 ** 31

/** Twice what credit allows in flight: whatever is older was settled by its deadline long ago. */
const KEPT_PER_SUBSCRIPTION = 2_048

/**
 * Which ack id stands for which delivery, for one socket. Ids start at random: a handler that outlives its connection
 * acknowledges an id of the old one, and from 0 that would settle a message that it never saw.
 */
export class PendingAcks {
  #next = randomInt(ACK_IDS)
  readonly #byId = new Map<number, PendingAck>()
  /** Per subscription, seq to ack id, oldest first. */
  readonly #bySeq = new Map<string, Map<number, number>>()

  /** A fresh id. An earlier dispatch of the same message is forgotten: its attempt is over. */
  add(pending: PendingAck): number {
    const id = this.#next
    this.#next = (id + 1) % ACK_IDS
    const seqs = this.#seqsOf(pending.subscription)
    this.#forget(seqs, pending.seq)
    this.#byId.set(id, pending)
    seqs.set(pending.seq, id)
    if (seqs.size > KEPT_PER_SUBSCRIPTION) this.#forgetOldest(seqs)
    return id
  }

  /** The delivery behind an id, once. */
  take(id: number): PendingAck | undefined {
    const pending = this.#byId.get(id)
    if (pending === undefined) return undefined
    this.#byId.delete(id)
    this.#bySeq.get(pending.subscription)?.delete(pending.seq)
    return pending
  }

  /** Forgets what a subscription left open. */
  drop(subscription: string): void {
    for (const id of this.#bySeq.get(subscription)?.values() ?? []) this.#byId.delete(id)
    this.#bySeq.delete(subscription)
  }

  get size(): number {
    return this.#byId.size
  }

  #seqsOf(subscription: string): Map<number, number> {
    const known = this.#bySeq.get(subscription)
    if (known !== undefined) return known
    const seqs = new Map<number, number>()
    this.#bySeq.set(subscription, seqs)
    return seqs
  }

  #forget(seqs: Map<number, number>, seq: number): void {
    const id = seqs.get(seq)
    if (id === undefined) return
    this.#byId.delete(id)
    seqs.delete(seq)
  }

  #forgetOldest(seqs: Map<number, number>): void {
    const oldest = seqs.keys().next()
    if (!oldest.done) this.#forget(seqs, oldest.value)
  }
}

import type { Outgoing } from '../frames.ts'
import type { Flusher } from './flusher.ts'

/** Above it real-time messages are dropped; below the second the link counts as drained again. */
export const SLOW_BYTES = 1_048_576
export const DRAINED_BYTES = 262_144
/** Above it the link is closed. Queued deliveries do not count: credit bounds those, and a slow consumer is no fault. */
export const CLOSE_BYTES = 4 * 1_048_576

export interface Wire {
  /** Writes packets in one go, tells when they have left, and answers their bytes. */
  write(packets: readonly Outgoing[], onSent: () => void): number
  /** It had too much unsent, which is now gone. */
  drained(): void
  /** It has far too much unsent. */
  overflow(): void
}

/** What one link is to be sent: gathered for one tick, written in one go, counted until it has left the process. */
export class Outbox {
  readonly #wire: Wire
  readonly #flusher: Flusher
  #packets: Outgoing[] = []
  /** UTF-16 units gathered, which is near enough to bytes until they are written. */
  #gathered = 0
  /** Of these, what are queued deliveries. */
  #gatheredQueued = 0
  #unsent = 0
  #unsentQueued = 0
  #slow = false
  #bytesOut = 0

  constructor(wire: Wire, flusher: Flusher) {
    this.#wire = wire
    this.#flusher = flusher
  }

  /** Bytes that have not left this process. */
  get unsentBytes(): number {
    return this.#unsent + this.#gathered
  }

  /** Bytes written so far. */
  get bytesOut(): number {
    return this.#bytesOut
  }

  /** Sends an answer or a notice: never dropped. */
  send(packet: Outgoing): void {
    this.#gather(packet)
  }

  /** Sends a queued delivery: never dropped, bounded by credit. */
  sendQueued(packet: string): void {
    this.#gatheredQueued += packet.length
    this.#gather(packet)
  }

  /** Sends what may be dropped. `false`: dropped, until the link has drained. */
  sendOrDrop(packet: Outgoing): boolean {
    if (this.#slow || this.unsentBytes > SLOW_BYTES) {
      this.#slow = true
      return false
    }
    this.#gather(packet)
    return true
  }

  /** Writes what was gathered. */
  flush(): void {
    if (this.#packets.length === 0) return
    const packets = this.#packets
    const queued = this.#gatheredQueued
    this.#packets = []
    this.#gathered = 0
    this.#gatheredQueued = 0
    // A polling request that waits is answered, and `onSent` called, before `write` returns.
    let bytes: number | null = null
    let sentAtOnce = false
    bytes = this.#wire.write(packets, () => {
      if (bytes === null) sentAtOnce = true
      else this.#sent(bytes, queued)
    })
    this.#unsent += bytes
    this.#unsentQueued += queued
    this.#bytesOut += bytes
    if (sentAtOnce) this.#sent(bytes, queued)
    else if (this.#unsent - this.#unsentQueued > CLOSE_BYTES) this.#wire.overflow()
  }

  #gather(packet: Outgoing): void {
    if (this.#packets.length === 0) this.#flusher.add(this)
    this.#packets.push(packet)
    this.#gathered += typeof packet === 'string' ? packet.length : packet.text.length
  }

  #sent(bytes: number, queued: number): void {
    this.#unsent -= bytes
    this.#unsentQueued -= queued
    if (!this.#slow || this.unsentBytes > DRAINED_BYTES) return
    this.#slow = false
    this.#wire.drained()
  }
}

import { LIMITS } from '../../protocol/limits.ts'
import type { SettleOptions, SettleResult } from '../../protocol.ts'
import { backoffMs } from '../backoff.ts'
import { type HoldlineError, Nack, refusal } from '../errors.ts'
import { toRanges } from '../ranges.ts'
import type { Delivery } from './delivery.ts'

/**
 * How often the broker is asked to confirm. A settlement that is to be confirmed makes it write at once; what is not goes
 * to disk within 250 ms by itself, and costs next to nothing.
 */
const CONFIRM_EVERY_MS = 250

type NackEntry = NonNullable<SettleOptions['nacked']>[number]

interface Parcel<T> {
  readonly acked: Delivery<T>[]
  readonly nacked: { readonly delivery: Delivery<T>; readonly entry: NackEntry }[]
}

export interface SettlerPort<T> {
  /** Resolves when it is on disk, with all that was settled before it; `null`: the connection broke before. */
  confirm(options: Omit<SettleOptions, 'name'>): Promise<SettleResult | null>
  /** Does not wait for an answer. */
  tell(options: Omit<SettleOptions, 'name'>): void
  /** The broker has it on disk, or holds it against nobody any more. */
  confirmed(delivery: Delivery<T>): void
  /** What cannot be settled comes again; this says why. */
  report(error: unknown): void
}

/**
 * Tells the broker how deliveries ended: what a tick gathers goes out as one `settle`, with runs of seqs as ranges. Now
 * and then it asks for a confirm, which covers all that went before.
 *
 * What is not confirmed when the connection breaks is dropped, never sent on another one: there the same seq is another
 * attempt (docs/socket-io.md, 1 and 9).
 */
export class Settler<T> {
  readonly #port: SettlerPort<T>
  /** Not sent. */
  #waiting = emptyParcel<T>()
  /** Sent, and no confirm asked for that covers it. */
  #told: Parcel<T>[] = []
  /** Covered by the confirm under way. */
  #confirming: Parcel<T>[] | null = null
  #confirmedAt = Number.NEGATIVE_INFINITY
  /** The broker wants to be left alone until then. */
  #notBefore = Number.NEGATIVE_INFINITY
  #scheduled = false
  #strikes = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #whenIdle: (() => void)[] = []
  /** Counts connections: an answer to an earlier one concerns nobody. */
  #era = 0

  constructor(port: SettlerPort<T>) {
    this.#port = port
  }

  ack(delivery: Delivery<T>): void {
    this.#waiting.acked.push(delivery)
    this.#schedule()
  }

  nack(delivery: Delivery<T>, error: unknown): void {
    this.#waiting.nacked.push({ delivery, entry: nackEntry(delivery, error) })
    this.#schedule()
  }

  /** The connection broke. */
  lose(): void {
    this.#era += 1
    this.#waiting = emptyParcel()
    this.#told = []
    this.#confirming = null
    this.#notBefore = Number.NEGATIVE_INFINITY
    this.#clearTimer()
    this.#wake()
  }

  /** Asks for the confirm of everything, and resolves with it, or when the connection breaks. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve()
    this.#schedule()
    return new Promise((resolve) => this.#whenIdle.push(resolve))
  }

  #isIdle(): boolean {
    return isEmpty(this.#waiting) && this.#told.length === 0 && this.#confirming === null
  }

  #wake(): void {
    if (this.#whenIdle.length > 0 && this.#isIdle()) for (const resolve of this.#whenIdle.splice(0)) resolve()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => this.#flush())
  }

  #flush(): void {
    this.#scheduled = false
    const waitMs = this.#notBefore - performance.now()
    if (waitMs > 0) {
      this.#flushIn(waitMs)
      return
    }
    const parcel = this.#take()
    if (this.#shouldConfirm(parcel)) {
      void this.#confirm(parcel)
    } else if (!isEmpty(parcel)) {
      this.#told.push(parcel)
      this.#port.tell(toOptions(parcel))
      this.#flushIn(CONFIRM_EVERY_MS)
    }
    if (!isEmpty(this.#waiting)) this.#schedule()
    this.#wake()
  }

  /** As much as one settlement may hold, without what was lost meanwhile. */
  #take(): Parcel<T> {
    const nacked = this.#waiting.nacked.splice(0, LIMITS.settleEntries)
    const acked = this.#waiting.acked.splice(0, LIMITS.settleEntries - nacked.length)
    return {
      acked: acked.filter((delivery) => !delivery.lost),
      nacked: nacked.filter(({ delivery }) => !delivery.lost),
    }
  }

  #shouldConfirm(parcel: Parcel<T>): boolean {
    if (this.#confirming !== null || (isEmpty(parcel) && this.#told.length === 0)) return false
    return this.#whenIdle.length > 0 || performance.now() - this.#confirmedAt >= CONFIRM_EVERY_MS
  }

  /** For what was sent last, when nothing follows that would ask for its confirm. */
  #flushIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#schedule()
    }, ms)
  }

  #clearTimer(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  async #confirm(parcel: Parcel<T>): Promise<void> {
    const era = this.#era
    const covered = [...this.#told, parcel]
    this.#told = []
    this.#confirming = covered
    this.#confirmedAt = performance.now()
    this.#clearTimer()
    const result = await this.#port.confirm(toOptions(parcel))
    if (era !== this.#era || result === null) return
    this.#confirming = null
    this.#answered(covered, result)
    if (this.#told.length > 0) this.#flushIn(CONFIRM_EVERY_MS)
    if (this.#whenIdle.length > 0) this.#schedule()
    this.#wake()
  }

  #answered(covered: Parcel<T>[], result: SettleResult): void {
    if (result.ok) this.#confirmed(covered)
    else if (result.error.retryable) this.#postpone(covered, result.error.retryAfterMs)
    else this.#refused(covered, refusal(result.error))
  }

  #confirmed(covered: Parcel<T>[]): void {
    this.#strikes = 0
    for (const { acked, nacked } of covered) {
      for (const delivery of acked) this.#port.confirmed(delivery)
      for (const { delivery } of nacked) this.#port.confirmed(delivery)
    }
  }

  #refused(covered: Parcel<T>[], error: HoldlineError): void {
    for (const { acked, nacked } of covered) {
      for (const delivery of acked) delivery.lose()
      for (const { delivery } of nacked) this.#port.confirmed(delivery)
    }
    // The broker has let go of us already (it closes, or the subscription went): it tells that in its own way.
    if (error.code !== 'E_NO_SUBSCRIPTION') this.#port.report(error)
  }

  /** All of it again, later: what was settled already the broker ignores. */
  #postpone(covered: Parcel<T>[], retryAfterMs: number | undefined): void {
    const waitMs = backoffMs(this.#strikes++, retryAfterMs)
    this.#notBefore = performance.now() + waitMs
    const all = [...covered, ...this.#told, this.#waiting]
    this.#told = []
    this.#waiting = { acked: all.flatMap(({ acked }) => acked), nacked: all.flatMap(({ nacked }) => nacked) }
    this.#flushIn(waitMs)
  }
}

function emptyParcel<T>(): Parcel<T> {
  return { acked: [], nacked: [] }
}

function isEmpty<T>({ acked, nacked }: Parcel<T>): boolean {
  return acked.length + nacked.length === 0
}

function toOptions<T>({ acked, nacked }: Parcel<T>): Omit<SettleOptions, 'name'> {
  return {
    ...(acked.length > 0 && { acked: toRanges(acked.map((delivery) => delivery.seq)) }),
    ...(nacked.length > 0 && { nacked: nacked.map(({ entry }) => entry) }),
  }
}

function nackEntry<T>(delivery: Delivery<T>, error: unknown): NackEntry {
  const { seq, attempt } = delivery
  const entry = { seq, attempt, reason: reasonOf(error) }
  if (!(error instanceof Nack)) return entry
  const { delayMs, dead } = error
  return { ...entry, ...(delayMs !== undefined && { delayMs }), ...(dead !== undefined && { dead }) }
}

/** What the wire allows of an error's text: 1,024 units, no `\u0000`, no half of a surrogate pair. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  return text
    .slice(0, LIMITS.reasonLength)
    .replaceAll('\u0000', '\ufffd')
    .replace(/\p{Surrogate}/gu, '\ufffd')
}

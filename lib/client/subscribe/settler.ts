import { LIMITS } from '../../protocol/limits.ts'
import type { SettleOptions, SettleResult } from '../../protocol.ts'
import { backoffMs } from '../backoff.ts'
import { type HoldlineError, Nack, refusal } from '../errors.ts'
import { toRanges } from '../ranges.ts'
import type { Delivery } from './delivery.ts'

/** Settlements without an answer so far; more wait and go out together. */
const MAX_UNDER_WAY = 4

type NackEntry = NonNullable<SettleOptions['nacked']>[number]

interface Parcel<T> {
  readonly acked: Delivery<T>[]
  readonly nacked: { readonly delivery: Delivery<T>; readonly entry: NackEntry }[]
}

export interface SettlerPort<T> {
  /** `null`: the connection broke before the answer. */
  settle(options: Omit<SettleOptions, 'name'>): Promise<SettleResult | null>
  /** The broker has it on disk, or holds it against nobody any more. */
  confirmed(delivery: Delivery<T>): void
  /** What cannot be settled comes again; this says why. */
  report(error: unknown): void
}

/**
 * Tells the broker how deliveries ended: what a tick gathers goes out as one `settle`, with runs of seqs as ranges.
 * What is not answered when the connection breaks is dropped, never sent on another one: there the same seq is another
 * attempt (protocol.md, traps 1 and 9).
 */
export class Settler<T> {
  readonly #port: SettlerPort<T>
  #acked: Delivery<T>[] = []
  #nacked: Parcel<T>['nacked'] = []
  #underWay = 0
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
    this.#acked.push(delivery)
    this.#schedule()
  }

  nack(delivery: Delivery<T>, error: unknown): void {
    this.#nacked.push({ delivery, entry: nackEntry(delivery, error) })
    this.#schedule()
  }

  /** The connection broke. */
  lose(): void {
    this.#era += 1
    this.#acked = []
    this.#nacked = []
    this.#underWay = 0
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#wake()
  }

  /** Resolves once the broker has answered everything, or the connection broke. */
  idle(): Promise<void> {
    return this.#isIdle() ? Promise.resolve() : new Promise((resolve) => this.#whenIdle.push(resolve))
  }

  #isIdle(): boolean {
    return this.#acked.length + this.#nacked.length + this.#underWay === 0
  }

  #wake(): void {
    if (this.#whenIdle.length > 0 && this.#isIdle()) for (const resolve of this.#whenIdle.splice(0)) resolve()
  }

  #schedule(): void {
    if (this.#scheduled || this.#timer !== undefined || this.#underWay >= MAX_UNDER_WAY) return
    this.#scheduled = true
    queueMicrotask(() => this.#flush())
  }

  #flush(): void {
    this.#scheduled = false
    const nacked = this.#nacked.splice(0, LIMITS.settleEntries).filter(({ delivery }) => !delivery.lost)
    const acked = this.#acked.splice(0, LIMITS.settleEntries - nacked.length).filter((delivery) => !delivery.lost)
    if (acked.length + nacked.length > 0) void this.#send({ acked, nacked }, this.#era)
    else this.#wake()
    if (this.#acked.length + this.#nacked.length > 0) this.#schedule()
  }

  async #send(parcel: Parcel<T>, era: number): Promise<void> {
    this.#underWay += 1
    const result = await this.#port.settle(toOptions(parcel))
    if (era !== this.#era || result === null) return
    this.#underWay -= 1
    if (result.ok) this.#confirmed(parcel)
    else if (result.error.retryable) this.#postpone(parcel, result.error.retryAfterMs)
    else this.#refused(parcel, refusal(result.error))
    if (!this.#isIdle()) this.#schedule()
    this.#wake()
  }

  #confirmed(parcel: Parcel<T>): void {
    this.#strikes = 0
    for (const delivery of parcel.acked) this.#port.confirmed(delivery)
    for (const { delivery } of parcel.nacked) this.#port.confirmed(delivery)
  }

  #refused(parcel: Parcel<T>, error: HoldlineError): void {
    for (const delivery of parcel.acked) delivery.lose()
    for (const { delivery } of parcel.nacked) this.#port.confirmed(delivery)
    // The broker has let go of us already (it closes, or the subscription went): it tells that in its own way.
    if (error.code !== 'E_NO_SUBSCRIPTION') this.#port.report(error)
  }

  #postpone(parcel: Parcel<T>, retryAfterMs: number | undefined): void {
    this.#acked.unshift(...parcel.acked)
    this.#nacked.unshift(...parcel.nacked)
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined
        this.#schedule()
      },
      backoffMs(this.#strikes++, retryAfterMs),
    )
  }
}

function toOptions<T>({ acked, nacked }: Parcel<T>): Omit<SettleOptions, 'name'> {
  return {
    ...(acked.length > 0 && { acked: toRanges(acked.map((delivery) => delivery.seq)) }),
    ...(nacked.length > 0 && { nacked: nacked.map(({ entry }) => entry) }),
  }
}

function nackEntry<T>(delivery: Delivery<T>, error: unknown): NackEntry {
  const { seq, message } = delivery
  const entry = { seq, attempt: message.attempt, reason: reasonOf(error) }
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

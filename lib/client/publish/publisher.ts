import { HoldlineError, PublishError } from '../errors.ts'
import type { Confirm, Publishable, PublishOptions } from '../options.ts'
import type { Uplink } from './batch.ts'
import { Direct } from './direct.ts'
import { encodeMessage } from './encode.ts'
import { Entry } from './entry.ts'
import { Outbox } from './outbox.ts'
import { QueueSettings } from './settings.ts'

/** Unconfirmed messages that are kept for sending; beyond it a publish is refused instead of eating the memory. */
const MAX_OUTSTANDING_BYTES = 64 * 1024 * 1024

/** Takes publishes, sends them by the way of their delivery, and knows when all are settled. */
export class Publisher {
  readonly #outbox: Outbox
  readonly #direct: Direct
  readonly #settings = new QueueSettings()
  #outstandingBytes = 0
  #outstanding = 0
  #whenIdle: (() => void)[] = []
  #closed: HoldlineError | null = null

  constructor(link: Uplink) {
    this.#outbox = new Outbox(link, this.#settings)
    this.#direct = new Direct(link, this.#settings)
  }

  /** @throws PublishError */
  publish(message: Publishable, options: PublishOptions): Promise<Confirm> {
    const encoded = encodeMessage(message)
    const refused = this.#closed ?? this.#overfull()
    if (refused !== null) throw new PublishError(encoded.id, false, refused)
    const entry = new Entry(encoded, options, !message.delivery, this.#settled)
    this.#outstanding += 1
    this.#outstandingBytes += encoded.bytes
    if (message.delivery === 'realtime' || this.#settings.isRealtime(entry)) this.#direct.add(entry)
    else this.#outbox.add(entry)
    return entry.confirmed
  }

  connected(): void {
    this.#outbox.flush()
    this.#direct.flush()
  }

  broken(): void {
    this.#outbox.broken()
    this.#direct.broken()
  }

  /** Ends every outstanding publish, and those to come, with this reason. */
  giveUp(reason: HoldlineError): void {
    this.#closed ??= reason
    this.#outbox.giveUp(reason)
    this.#direct.giveUp(reason)
  }

  /** Takes no more; what is outstanding goes on. */
  stop(reason: HoldlineError): void {
    this.#closed ??= reason
  }

  /** Resolves once nothing is outstanding. */
  idle(): Promise<void> {
    return this.#outstanding === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenIdle.push(resolve))
  }

  #overfull(): HoldlineError | null {
    if (this.#outstandingBytes < MAX_OUTSTANDING_BYTES) return null
    const message = `${this.#outstanding} publishes (64 MiB) wait for their confirm: wait for some before publishing more.`
    return new HoldlineError('E_BUSY', message, { retryable: true })
  }

  readonly #settled = (entry: Entry): void => {
    this.#outstanding -= 1
    this.#outstandingBytes -= entry.message.bytes
    if (this.#outstanding > 0) return
    for (const resolve of this.#whenIdle.splice(0)) resolve()
  }
}

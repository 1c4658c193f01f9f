import type { PublishBatchResult, PublishResult } from '../../protocol.ts'
import { HoldlineError, refusal, unanswered } from '../errors.ts'
import { eachResult, fits, send, type Uplink } from './batch.ts'
import type { Entry } from './entry.ts'
import { Holds } from './holds.ts'
import type { QueueSettings } from './settings.ts'

/** Fewer waiting messages than this go as one batch. */
const WORTH_SPLITTING = 64

/**
 * Queued publishes, in order: what gathers while a batch is under way, or within the tick, forms the next. No timer, so a
 * lone publish goes out at once. Under load two batches take turns, so that broker and client work at the same time
 * (from 0.96 to 1.05 times the rate of a bare relay, with a window of 256).
 *
 * A connection that breaks puts what was under way back to the front. A refusal that may pass holds back its queue alone,
 * so that a full queue does not stop the others, and what is published to it later waits behind.
 */
export class Outbox {
  readonly #link: Uplink
  readonly #settings: QueueSettings
  readonly #holds: Holds
  #waiting: Entry[] = []
  /** Of `#waiting`, so many are gone already. */
  #head = 0
  /** In the order in which they were sent; two at most. */
  #underWay: (readonly Entry[])[] = []
  #scheduled = false

  constructor(link: Uplink, settings: QueueSettings) {
    this.#link = link
    this.#settings = settings
    this.#holds = new Holds((entries) => this.#putBack(entries))
  }

  add(entry: Entry): void {
    this.#waiting.push(entry)
    this.#schedule()
  }

  /** Sends what it is time for, if there is a connection. */
  flush(): void {
    this.#scheduled = false
    while (this.#link.state === 'connected' && this.#isTime()) {
      const batch = this.#take(this.#share())
      if (batch.length === 0) return
      this.#underWay.push(batch)
      send(this.#link, batch, (answer) => this.#answered(batch, answer))
    }
  }

  /** Nothing is under way, or one large batch is and what waits has grown as large. */
  #isTime(): boolean {
    const [first, second] = this.#underWay
    if (first === undefined) return true
    return second === undefined && first.length >= WORTH_SPLITTING / 2 && this.#size() >= first.length
  }

  /** How many may go: with nothing under way half of what waits, if that is much. */
  #share(): number {
    const size = this.#size()
    return this.#underWay.length === 0 && size >= WORTH_SPLITTING ? Math.ceil(size / 2) : size
  }

  #size(): number {
    return this.#waiting.length - this.#head
  }

  /**
   * The connection broke: what was under way goes again, first of all, and before it what was held back: who refused
   * that is gone, and often it did because it was going.
   */
  broken(): void {
    const batch = this.#underWay.flat()
    this.#underWay = []
    for (const entry of batch) this.#unanswered(entry)
    this.#putBack([...this.#holds.clear(), ...batch])
  }

  giveUp(reason: HoldlineError): void {
    const all = [...this.#underWay.flat(), ...this.#holds.clear(), ...this.#waiting.slice(this.#head)]
    this.#underWay = []
    this.#waiting = []
    this.#head = 0
    for (const entry of all) entry.giveUp(reason)
  }

  #unanswered(entry: Entry): void {
    entry.unanswered()
    if (this.#settings.isRealtime(entry)) entry.giveUp(unanswered())
  }

  #schedule(): void {
    if (this.#scheduled || !this.#isTime()) return
    this.#scheduled = true
    queueMicrotask(() => this.flush())
  }

  #take(most: number): Entry[] {
    const batch: Entry[] = []
    const now = Date.now()
    let bytes = 0
    for (; this.#head < this.#waiting.length && batch.length < most; this.#head++) {
      const entry = this.#waiting[this.#head]
      if (entry === undefined || !this.#isDue(entry, now)) continue
      if (!fits(batch.length, bytes, entry.message.bytes)) break
      batch.push(entry)
      bytes += entry.message.bytes
    }
    this.#compact()
    return batch
  }

  /** Not given up meanwhile, not of a queue held back, and safe to send. */
  #isDue(entry: Entry, now: number): boolean {
    if (entry.settled || this.#holds.takes(entry)) return false
    if (entry.mayResend(now)) return true
    entry.giveUp(
      new HoldlineError('E_UNCERTAIN', 'Never answered, and too long ago to be sent again without risk of a double.'),
    )
    return false
  }

  #compact(): void {
    if (this.#head === this.#waiting.length) this.#waiting = []
    else if (this.#head > 10_000) this.#waiting = this.#waiting.slice(this.#head)
    else return
    this.#head = 0
  }

  #putBack(entries: readonly Entry[]): void {
    if (entries.length === 0) return
    this.#waiting = [...entries, ...this.#waiting.slice(this.#head)]
    this.#head = 0
    this.#schedule()
  }

  #answered(batch: readonly Entry[], answer: PublishBatchResult): void {
    if (!this.#underWay.includes(batch)) return
    this.#underWay = this.#underWay.filter((one) => one !== batch)
    eachResult(batch, answer, (entry, result) => this.#settle(entry, result))
    this.#schedule()
  }

  #settle(entry: Entry, result: PublishResult): void {
    this.#settings.learn(entry, result)
    if (result.ok) {
      this.#holds.passed(entry.message.queue)
      entry.confirm(result)
    } else if (result.error.retryable) {
      entry.postponed()
      this.#holds.hold(entry, result.error.retryAfterMs)
    } else {
      entry.giveUp(refusal(result.error))
    }
  }
}

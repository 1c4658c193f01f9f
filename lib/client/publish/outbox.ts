import type { PublishBatchResult, PublishResult } from '../../protocol.ts'
import { HoldlineError, refusal, unanswered } from '../errors.ts'
import { eachResult, fits, send, type Uplink } from './batch.ts'
import type { Entry } from './entry.ts'
import { Holds } from './holds.ts'
import type { QueueSettings } from './settings.ts'

/**
 * Queued publishes, in order: one batch under way, and what gathers meanwhile, or within the tick, forms the next. No
 * timer, so a lone publish goes out at once.
 *
 * A connection that breaks puts the batch under way back to the front. A refusal that may pass holds back its queue
 * alone, so that a full queue does not stop the others and later messages do not overtake.
 */
export class Outbox {
  readonly #link: Uplink
  readonly #settings: QueueSettings
  readonly #holds: Holds
  #waiting: Entry[] = []
  /** Of `#waiting`, so many are gone already. */
  #head = 0
  #underWay: readonly Entry[] | null = null
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

  /** Sends the next batch, if there is a connection and none is under way. */
  flush(): void {
    this.#scheduled = false
    if (this.#underWay !== null || this.#link.state !== 'connected') return
    const batch = this.#take()
    if (batch.length === 0) return
    this.#underWay = batch
    send(this.#link, batch, (answer) => this.#answered(batch, answer))
  }

  /** The connection broke: what was under way goes again, first of all. */
  broken(): void {
    const batch = this.#underWay ?? []
    this.#underWay = null
    for (const entry of batch) this.#unanswered(entry)
    this.#putBack(batch)
  }

  giveUp(reason: HoldlineError): void {
    const all = [...(this.#underWay ?? []), ...this.#holds.clear(), ...this.#waiting.slice(this.#head)]
    this.#underWay = null
    this.#waiting = []
    this.#head = 0
    for (const entry of all) entry.giveUp(reason)
  }

  #unanswered(entry: Entry): void {
    entry.unanswered()
    if (this.#settings.isRealtime(entry)) entry.giveUp(unanswered())
  }

  #schedule(): void {
    if (this.#scheduled || this.#underWay !== null) return
    this.#scheduled = true
    queueMicrotask(() => this.flush())
  }

  #take(): Entry[] {
    const batch: Entry[] = []
    const now = Date.now()
    let bytes = 0
    for (; this.#head < this.#waiting.length; this.#head++) {
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
    if (this.#underWay !== batch) return
    this.#underWay = null
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

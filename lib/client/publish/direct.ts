import type { PublishResult } from '../../protocol.ts'
import { type HoldlineError, refusal, unanswered } from '../errors.ts'
import { eachResult, fits, send, type Uplink } from './batch.ts'
import type { Entry } from './entry.ts'
import type { QueueSettings } from './settings.ts'

/**
 * Real-time publishes: at most once. What a tick gathers goes out together, without waiting for answers; nothing is
 * ever sent twice, so a connection that breaks before the answer ends the publish.
 */
export class Direct {
  readonly #link: Uplink
  readonly #settings: QueueSettings
  #waiting: Entry[] = []
  readonly #underWay = new Set<readonly Entry[]>()
  #scheduled = false

  constructor(link: Uplink, settings: QueueSettings) {
    this.#link = link
    this.#settings = settings
  }

  add(entry: Entry): void {
    this.#waiting.push(entry)
    if (this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => this.flush())
  }

  /** Sends what waits, if there is a connection. */
  flush(): void {
    this.#scheduled = false
    if (this.#link.state !== 'connected') return
    let batch: Entry[] = []
    let bytes = 0
    for (const entry of this.#waiting) {
      if (entry.settled) continue
      if (!fits(batch.length, bytes, entry.message.bytes)) {
        this.#send(batch)
        batch = []
        bytes = 0
      }
      batch.push(entry)
      bytes += entry.message.bytes
    }
    this.#waiting = []
    this.#send(batch)
  }

  /** The connection broke. */
  broken(): void {
    const reason = unanswered()
    for (const batch of this.#underWay) for (const entry of batch) entry.giveUp(reason)
    this.#underWay.clear()
  }

  giveUp(reason: HoldlineError): void {
    for (const batch of [...this.#underWay, this.#waiting]) for (const entry of batch) entry.giveUp(reason)
    this.#underWay.clear()
    this.#waiting = []
  }

  #send(batch: readonly Entry[]): void {
    if (batch.length === 0) return
    this.#underWay.add(batch)
    send(this.#link, batch, (answer) => {
      this.#underWay.delete(batch)
      eachResult(batch, answer, (entry, result) => this.#settle(entry, result))
    })
  }

  #settle(entry: Entry, result: PublishResult): void {
    this.#settings.learn(entry, result)
    if (result.ok) entry.confirm(result)
    else entry.giveUp(refusal(result.error))
  }
}

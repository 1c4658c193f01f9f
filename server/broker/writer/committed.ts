import type { PublishOutcome } from '../api.ts'
import type { Dispatcher } from '../dispatch/dispatcher.ts'
import { trimWindow } from '../dispatch/dispatcher.ts'
import type { BrokerError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { Scheduled } from '../model.ts'
import type { Clock } from '../ports.ts'
import type { Counters } from '../rates/counters.ts'
import { fanOut } from '../realtime/fanout.ts'
import type { Room } from '../retention/room.ts'
import type { Stored } from '../retention/stored.ts'
import type { Queue, Waiting } from '../state.ts'
import { countTotal, eventLine } from '../totals.ts'
import type { Oldest } from '../views/oldest.ts'
import type { Dedupe } from './dedupe.ts'
import { outcomeOf } from './dedupe.ts'

export interface CommittedDeps {
  readonly clock: Clock
  readonly limits: Limits
  readonly dispatcher: Dispatcher
  readonly counters: Counters
  readonly dedupe: Dedupe
  readonly oldest: Oldest
  readonly stored: Stored
  readonly room: Room
  readonly changed: (topic: 'messages', queue: string) => void
  /** A delayed message is in the log. */
  readonly due: (dueAt: number) => void
  readonly warn: (text: string, error: unknown) => void
}

/** What a commit sets off: publishers hear "ok", and the messages go to everyone who is attached, by rising seq. */
export class Committed {
  readonly #deps: CommittedDeps

  constructor(deps: CommittedDeps) {
    this.#deps = deps
  }

  done(publishes: readonly Waiting[]): void {
    if (publishes.length === 0) return
    const now = this.#deps.clock.now()
    for (const waiting of publishes) this.#confirm(waiting)
    this.#deps.dispatcher.begin()
    const queues = new Set<Queue>()
    for (const waiting of publishes) {
      if (waiting.scheduled !== null) continue
      if (!queues.has(waiting.queue)) this.#begin(waiting, queues)
      this.#dispatch(waiting, now)
    }
    this.#deps.dispatcher.flush()
    for (const queue of queues) this.#tidy(queue)
  }

  /** First message of its queue in this commit. */
  #begin({ queue, message }: Waiting, queues: Set<Queue>): void {
    queues.add(queue)
    this.#deps.oldest.note(queue, message.seq, message.publishedAt)
  }

  refused(publishes: readonly Waiting[], error: BrokerError): void {
    for (const waiting of publishes) this.notStored(waiting, { kind: 'refused', error })
  }

  /** It was refused, or was there before: its publisher, and who repeated it, are told. */
  notStored({ queue, message, confirm, repeats }: Waiting, outcome: PublishOutcome): void {
    if (repeats !== null) queue.waitingIds.delete(message.id)
    this.#answer(confirm, outcome)
    for (const repeat of repeats?.confirms ?? []) this.#answer(repeat, outcome)
  }

  #confirm(waiting: Waiting): void {
    const { queue, message, repeats, scheduled } = waiting
    const { id } = message
    const place = scheduled === null ? message.seq : -scheduled.dueAt
    if (repeats !== null) {
      queue.waitingIds.delete(id)
      this.#deps.dedupe.add(queue.id, id, place, message.publishedAt)
    }
    if (scheduled !== null) this.#scheduled(queue, scheduled)
    this.#answer(waiting.confirm, outcomeOf(id, place, false))
    for (const confirm of repeats?.confirms ?? []) this.#answer(confirm, outcomeOf(id, place, true))
  }

  /** It counts as published when it is due. */
  #scheduled(queue: Queue, { dueAt }: Scheduled): void {
    queue.scheduled++
    this.#deps.due(dueAt)
    this.#deps.changed('messages', queue.name)
  }

  #dispatch({ queue, message }: Waiting, now: number): void {
    const { counters, dispatcher } = this.#deps
    queue.committed = message.seq
    queue.ord = 0
    this.#deps.stored.add(queue, message.bytes)
    counters.roll(queue, now)
    countTotal(queue, message)
    if (queue.attached > 0) queue.window.push(message)
    if (message.only !== null) {
      const subscription = queue.subscriptions.get(message.only)
      if (subscription === undefined) return
      if (subscription.trend === null) subscription.movedAt = now
      dispatcher.copied(subscription, message, now)
      return
    }
    const line = eventLine(queue, message.event)
    counters.add(queue, 'published', 1, now)
    if (queue.members.size > 0 || queue.tails.size > 0 || queue.stays.size > 0) {
      fanOut(queue, line, message, counters, now)
    }
    dispatcher.committed(message, line, queue.wildSubscriptions, now)
  }

  #tidy(queue: Queue): void {
    trimWindow(queue)
    const { windowBytes, cacheBytes } = this.#deps.limits
    queue.window.shrinkTo(windowBytes, cacheBytes / 2)
    this.#deps.room.committed(queue)
    this.#deps.changed('messages', queue.name)
  }

  /** A listener that throws must not keep the others from their answer. */
  #answer(confirm: (outcome: PublishOutcome) => void, outcome: PublishOutcome): void {
    try {
      confirm(outcome)
    } catch (error) {
      this.#deps.warn('a publisher could not be told its outcome', error)
    }
  }
}

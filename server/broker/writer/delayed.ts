import type { PublishOutcome } from '../api.ts'
import { BrokerError, unreadable } from '../errors.ts'
import type { Activities } from '../life/activities.ts'
import type { Registry } from '../life/registry.ts'
import type { Actor, Scheduled } from '../model.ts'
import type { Change, Clock, Log } from '../ports.ts'
import type { Queue, Waiting } from '../state.ts'
import type { Changes } from '../views/changes.ts'
import type { Batcher } from './batcher.ts'
import type { Dedupe } from './dedupe.ts'
import { outcomeOf } from './dedupe.ts'

export interface DelayedDeps {
  readonly log: Log
  readonly clock: Clock
  readonly registry: Registry
  readonly batcher: Batcher
  readonly dedupe: Dedupe
  readonly activities: Activities
  readonly changes: Changes
  readonly closed: () => BrokerError | null
  /** It was cancelled, and the log knows. */
  readonly gone: (queueId: number, id: string) => void
  /** Answers a publish that is not stored. */
  readonly notStored: (waiting: Waiting, outcome: PublishOutcome) => void
}

/** A delayed publish on its way into the schedule. */
export type Delaying = Waiting & { readonly scheduled: Scheduled }

/** Into the schedule, and out of it by hand. `Schedule` takes out what is due. */
export class Delayed {
  readonly #deps: DelayedDeps
  /** Cancelled, and not yet gone from the log: by queue and id. */
  readonly #leaving = new Set<string>()
  readonly #asked = new Set<string>()
  /** Publishes whose id is being looked up go on in the order in which they came. */
  #order: Promise<void> = Promise.resolve()
  #ahead = 0

  constructor(deps: DelayedDeps) {
    this.#deps = deps
  }

  /**
   * Stores it in the schedule and confirms. An id that was scheduled longer ago than dedupe remembers is still taken:
   * the log is asked, because a second one would replace the first, which was promised.
   */
  put(waiting: Delaying): void {
    const { queue, message, repeats } = waiting
    const asks = repeats !== null && queue.scheduled > 0
    if (!asks && this.#ahead === 0) return this.#deps.batcher.publish(waiting)
    const found = asks ? this.#deps.log.findScheduled(queue.id, message.id) : null
    const arrived = this.#deps.batcher.expect(queue, message.bytes)
    this.#ahead++
    this.#order = Promise.all([found, this.#order])
      .finally(arrived)
      .then(
        ([first]) => this.#go(waiting, first),
        (error: unknown) => this.#refuse(waiting, unreadable(error)),
      )
      .finally(() => this.#ahead--)
  }

  /** Takes a delayed message out of the schedule for good. `false`: it is due, unknown, or being cancelled. Resolves when on disk. */
  async cancel(queueName: string, id: string, by?: Actor): Promise<boolean> {
    const closed = this.#deps.closed()
    if (closed !== null) throw closed
    const queue = this.#deps.registry.queue(queueName)
    const key = keyOf(queue.id, id)
    if (this.#asked.has(key)) return false
    this.#asked.add(key)
    try {
      const found = await this.#deps.log.findScheduled(queue.id, id).catch((error: unknown) => {
        throw unreadable(error)
      })
      if (found === null || found.dueAt <= this.#deps.clock.now() || !this.#isThere(queue)) return false
      await this.#remove(queue, id, by)
      return true
    } finally {
      this.#asked.delete(key)
    }
  }

  /** It was cancelled, and the log does not know yet. */
  isLeaving(queueId: number, id: string): boolean {
    return this.#leaving.has(keyOf(queueId, id))
  }

  async #remove(queue: Queue, id: string, by: Actor | undefined): Promise<void> {
    const key = keyOf(queue.id, id)
    const { batcher, dedupe, activities, changes } = this.#deps
    this.#leaving.add(key)
    dedupe.forget(queue.id, id)
    activities.note('scheduledCancelled', { queue: queue.name, by, text: `The delayed message ${id} was cancelled.` })
    const change: Change = { kind: 'deleteScheduled', queueId: queue.id, id }
    try {
      await new Promise<void>((resolve, reject) => batcher.change(change, { done: resolve, refused: reject }))
      this.#deps.gone(queue.id, id)
    } finally {
      this.#leaving.delete(key)
    }
    queue.scheduled--
    changes.note('messages', queue.name)
  }

  /** `first`: what the log has under this id, and is promised already. */
  #go(waiting: Delaying, first: Scheduled | null): void {
    const { queue, message } = waiting
    const closed = this.#deps.closed()
    if (closed !== null) return this.#refuse(waiting, closed)
    if (!this.#isThere(queue)) {
      return this.#refuse(waiting, new BrokerError('E_UNKNOWN_QUEUE', `the queue ${queue.name} was deleted`))
    }
    if (first === null || this.isLeaving(queue.id, message.id)) return this.#deps.batcher.publish(waiting)
    this.#deps.notStored(waiting, outcomeOf(message.id, -first.dueAt, true))
  }

  #refuse(waiting: Waiting, error: BrokerError): void {
    this.#deps.notStored(waiting, { kind: 'refused', error })
  }

  #isThere(queue: Queue): boolean {
    return this.#deps.registry.queues.get(queue.name) === queue
  }
}

function keyOf(queueId: number, id: string): string {
  return `${queueId}:${id}`
}

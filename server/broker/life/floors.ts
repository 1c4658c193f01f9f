import type { Limits } from '../limits.ts'
import type { Skip } from '../model.ts'
import type { Clock, Log } from '../ports.ts'
import type { Stored } from '../retention/stored.ts'
import type { Queue, Subscription } from '../state.ts'
import type { Moves } from '../subscription/moves.ts'
import { Reckoning } from '../subscription/reckoning.ts'
import { uptoOf } from '../totals.ts'
import type { Batcher } from '../writer/batcher.ts'
import { recordOf, unknownQueue } from './registry.ts'

export interface FloorDeps {
  readonly clock: Clock
  readonly log: Log
  readonly limits: Limits
  readonly batcher: Batcher
  readonly moves: Moves
  readonly stored: Stored
}

export interface Raised {
  /** Messages of the log that are out of reach now. */
  readonly messages: number
  /** Per subscription, deliveries that ended without being settled. */
  readonly ended: ReadonlyMap<Subscription, number>
  /** The new start is on disk. */
  readonly written: Promise<void>
}

/**
 * Moves a queue's start, in the queue's turn. The log is asked first how much that is; then it happens at once in memory,
 * for every subscription, and the next commit has it.
 */
export class Floors {
  readonly #deps: FloorDeps

  constructor(deps: FloorDeps) {
    this.#deps = deps
  }

  /** `freed`: what `freedBytes` becomes, where that is known. @throws BrokerError E_UNKNOWN_QUEUE when it is deleted meanwhile */
  async raise(queue: Queue, point: number, freed: number | null, cause: Skip['cause']): Promise<Raised> {
    const { log, limits, clock, moves } = this.#deps
    if (point <= queue.firstSeq) return { messages: 0, ended: new Map(), written: this.#written() }
    // Both as they are now: what the log drops meanwhile is freed by that, and not once more here.
    const { firstSeq, freedBytes } = queue
    const { messages, bytes } = await log.measure(queue.id, firstSeq, point)
    const matched = await new Reckoning(log, limits, queue).matchedOfAll(point)
    if (queue.deleted) throw unknownQueue(queue.name)
    const ended = new Map<Subscription, number>()
    for (const subscription of queue.subscriptions.values()) {
      const known = matched.get(subscription)
      const skipped = isBeyond(subscription, point) ? 0 : moves.skip(subscription, point, known, cause, clock.now())
      if (skipped > 0) ended.set(subscription, skipped)
    }
    const written = this.#write(queue, point, freed ?? freedBytes + bytes)
    return { messages, ended, written }
  }

  /** As `raise`, where every subscription has settled what goes; nothing happens where one has not after all. */
  async release(queue: Queue, point: number): Promise<number> {
    if (point <= queue.firstSeq) return 0
    const { firstSeq, freedBytes } = queue
    const { bytes } = await this.#deps.log.measure(queue.id, firstSeq, point)
    const needed = [...queue.subscriptions.values()].some((subscription) => !isBeyond(subscription, point))
    if (queue.deleted || needed || queue.subscriptions.size === 0) return 0
    this.#write(queue, point, freedBytes + bytes).catch(() => {})
    return bytes
  }

  /** Another one moved it so far already, which may still be on its way to the disk. */
  #written(): Promise<void> {
    return new Promise((resolve, reject) => this.#deps.batcher.written({ done: resolve, refused: reject }))
  }

  #write(queue: Queue, point: number, freed: number): Promise<void> {
    const { stored, batcher } = this.#deps
    queue.firstSeq = Math.max(queue.firstSeq, point)
    stored.free(queue, freed)
    return new Promise((resolve, reject) => {
      batcher.change({ kind: 'putQueue', queue: recordOf(queue) }, { done: resolve, refused: reject })
    })
  }
}

/** The first seq that it has not settled, whether it wants it or not. */
export function neededFrom(subscription: Subscription): number {
  return subscription.open.first?.seq ?? uptoOf(subscription) + 1
}

function isBeyond(subscription: Subscription, point: number): boolean {
  return neededFrom(subscription) > point
}

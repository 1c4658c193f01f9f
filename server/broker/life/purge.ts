import type { PurgeInput } from '../api.ts'
import type { Limits } from '../limits.ts'
import type { Actor } from '../model.ts'
import type { Clock, Log } from '../ports.ts'
import type { Queue, Subscription } from '../state.ts'
import type { Moves } from '../subscription/moves.ts'
import { Reckoning } from '../subscription/reckoning.ts'
import { count, many } from '../views/words.ts'
import type { Activities } from './activities.ts'
import type { Floors } from './floors.ts'
import type { Registry } from './registry.ts'
import { noSubscription } from './registry.ts'
import type { Turns } from './turns.ts'

export interface PurgeDeps {
  readonly clock: Clock
  readonly log: Log
  readonly limits: Limits
  readonly registry: Registry
  readonly moves: Moves
  readonly floors: Floors
  readonly turns: Turns
  readonly activities: Activities
}

/** Empties a queue, or one subscription, up to a seq. What is on its way into the log stays. */
export class Purge {
  readonly #deps: PurgeDeps

  constructor(deps: PurgeDeps) {
    this.#deps = deps
  }

  /** Resolves when it is on disk. @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION */
  async purge(name: string, { subscription, upToSeq }: PurgeInput, by?: Actor): Promise<number> {
    const { registry, turns } = this.#deps
    const queue = registry.queue(name)
    const point = Math.min(upToSeq ?? queue.committed, queue.committed)
    if (subscription !== undefined) {
      const one = registry.subscription(name, subscription)
      return turns.run(queue, () => this.#one(one, point, by))
    }
    // Everything that is committed: then nothing of it counts as stored, whatever the log has dropped meanwhile.
    const freed = point === queue.committed ? queue.bytes : null
    return turns.run(queue, () => this.#all(queue, point, freed, by))
  }

  async #all(queue: Queue, point: number, freed: number | null, by: Actor | undefined): Promise<number> {
    const { floors, moves, activities } = this.#deps
    const { messages, ended, written } = await floors.raise(queue, point, freed, 'purged')
    moves.writeSoon([...ended.keys()])
    const text = `${many(messages, 'message was', 'messages were')} purged from ${queue.name}, up to seq ${count(point)}.`
    activities.note('queuePurged', { queue: queue.name, by, text })
    await written
    return messages
  }

  async #one(subscription: Subscription, point: number, by: Actor | undefined): Promise<number> {
    const { log, limits, clock, moves, activities } = this.#deps
    const { queue, name } = subscription
    const to = Math.max(point, queue.firstSeq)
    const matched = await new Reckoning(log, limits, queue).matchedAt(subscription, to)
    if (subscription.deleted) throw noSubscription(queue.name, name)
    const purged = moves.skip(subscription, to, matched, 'purged', clock.now())
    const which = `${many(purged, 'delivery', 'deliveries')} of ${queue.name} to ${name}`
    const text = `${which} ${purged === 1 ? 'was' : 'were'} purged, up to seq ${count(point)}.`
    activities.note('subscriptionPurged', { queue: queue.name, subscription: name, by, text })
    await moves.write(subscription)
    return purged
  }
}

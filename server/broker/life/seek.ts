import type { From, Sought } from '../api.ts'
import type { Limits } from '../limits.ts'
import type { Actor } from '../model.ts'
import type { Clock, Log } from '../ports.ts'
import type { Queue, Subscription } from '../state.ts'
import type { Moves } from '../subscription/moves.ts'
import { Reckoning } from '../subscription/reckoning.ts'
import { matchedOf, uptoOf } from '../totals.ts'
import { count, many } from '../views/words.ts'
import type { Activities } from './activities.ts'
import { letteredFrom } from './old-letters.ts'
import type { Registry } from './registry.ts'
import { noSubscription } from './registry.ts'
import type { Turns } from './turns.ts'

export interface SeekDeps {
  readonly clock: Clock
  readonly log: Log
  readonly limits: Limits
  readonly registry: Registry
  readonly moves: Moves
  readonly turns: Turns
  readonly activities: Activities
}

/**
 * Moves a subscription's point. Afterwards it has nothing open, and goes on just after the point: what was unsettled
 * before it ended, what comes after it is sent, again where it was sent before.
 */
export class Seek {
  readonly #deps: SeekDeps

  constructor(deps: SeekDeps) {
    this.#deps = deps
  }

  /** Resolves when it is on disk. @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION */
  async seek(queueName: string, name: string, from: From, by?: Actor): Promise<Sought> {
    const { registry, turns } = this.#deps
    const subscription = registry.subscription(queueName, name)
    const { queue } = subscription
    const asked = await this.#pointOf(queue, from)
    // What is in a commit now is before this point or after it: known once that commit is answered.
    if (asked > queue.committed) await this.#deps.moves.write(subscription)
    return turns.run(queue, () => this.#move(subscription, Math.min(asked, queue.committed), by))
  }

  /** What a move would skip and send again, as it stands now: nothing is changed. @throws as `seek` */
  async foresee(queueName: string, name: string, from: From): Promise<Sought> {
    const { registry, log, limits } = this.#deps
    const subscription = registry.subscription(queueName, name)
    const { queue, open } = subscription
    const asked = Math.min(await this.#pointOf(queue, from), queue.committed)
    const point = Math.max(asked, queue.firstSeq)
    const matched = await new Reckoning(log, limits, queue).matchedAt(subscription, point)
    const ahead = matched - matchedOf(subscription)
    const forward = uptoOf(subscription) < point ? Math.max(0, ahead) : 0
    return {
      startSeq: point + 1,
      skipped: open.between(0, point).length + forward,
      resent: point < uptoOf(subscription) ? Math.max(0, -ahead) : 0,
    }
  }

  async #move(subscription: Subscription, asked: number, by: Actor | undefined): Promise<Sought> {
    const { log, limits, clock, moves } = this.#deps
    const { queue } = subscription
    const point = Math.max(asked, queue.firstSeq)
    const matched = await new Reckoning(log, limits, queue).matchedAt(subscription, point)
    if (point < uptoOf(subscription)) await this.#findLetters(subscription, point)
    if (subscription.deleted) throw noSubscription(queue.name, subscription.name)
    const skipped = moves.skip(subscription, point, matched, 'moved', clock.now())
    const resent = point < uptoOf(subscription) ? moves.rewind(subscription, point, matched, clock.now()) : 0
    // It may have been made to begin further on, where nothing had come to yet.
    subscription.startSeq = Math.min(subscription.startSeq, point + 1)
    const sought = { startSeq: point + 1, skipped, resent }
    this.#tell(subscription, sought, by)
    await moves.write(subscription)
    return sought
  }

  /** The last seq that it does not see any more. */
  async #pointOf(queue: Queue, from: From): Promise<number> {
    const { committed, lastSeq } = queue
    if (from === 'new') return lastSeq
    if (from === 'start') return queue.firstSeq
    if ('seq' in from) return Math.min(from.seq - 1, lastSeq)
    const seq = await this.#deps.log.seqAt(queue.id, from.time)
    return seq === null ? committed : seq - 1
  }

  /** What leaves the list meanwhile may still stand in an answer that was made before. */
  async #findLetters(subscription: Subscription, point: number): Promise<void> {
    const gone = new Set<number>()
    subscription.lettersGone = gone
    try {
      for (const seq of await letteredFrom(this.#deps.log, subscription, point + 1)) {
        if (!gone.has(seq)) subscription.lettered.add(seq)
      }
    } finally {
      subscription.lettersGone = null
    }
  }

  #tell({ name, queue }: Subscription, { startSeq, skipped, resent }: Sought, by: Actor | undefined): void {
    const does = [
      ...(skipped > 0 ? [`skips ${many(skipped, 'delivery', 'deliveries')}`] : []),
      ...(resent > 0 ? [`sends ${many(resent, 'message', 'messages')} again`] : []),
    ]
    const what = does.length === 0 ? '' : `, which ${does.join(' and ')}`
    const text = `${name} of ${queue.name} was moved to seq ${count(startSeq)}${what}.`
    this.#deps.activities.note('subscriptionMoved', { queue: queue.name, subscription: name, by, text })
  }
}

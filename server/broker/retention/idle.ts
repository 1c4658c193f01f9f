import type { Activities } from '../life/activities.ts'
import type { Limits } from '../limits.ts'
import type { Queue, Subscription } from '../state.ts'
import type { Attachments } from '../subscription/attachments.ts'
import type { Changes } from '../views/changes.ts'
import { pendingOf } from '../views/figures.ts'
import { duration, many } from '../views/words.ts'
import type { Batcher } from '../writer/batcher.ts'

export interface IdleDeps {
  readonly limits: Limits
  readonly batcher: Batcher
  readonly attachments: Attachments
  readonly activities: Activities
  readonly changes: Changes
}

/** After a restart, a subscription counts as left when its state was last written: so it is, as long as somebody is there. */
const WRITE_EVERY_MS = 60 * 60_000

/** Ends subscriptions to which nobody has been connected for 7 d. */
export class Idle {
  readonly #deps: IdleDeps
  #wroteAt: number | null = null

  constructor(deps: IdleDeps) {
    this.#deps = deps
  }

  /** `mayExpire`: not while removal is held, nor before clients had an hour to come back after a start. */
  look(queues: Iterable<Queue>, now: number, mayExpire: boolean): void {
    this.#wroteAt ??= now
    const writes = now - this.#wroteAt >= WRITE_EVERY_MS
    if (writes) this.#wroteAt = now
    for (const { subscriptions } of queues) {
      for (const subscription of subscriptions.values()) {
        if (subscription.detachedAt === null) {
          if (writes) this.#deps.batcher.touch(subscription)
        } else if (mayExpire && now - subscription.detachedAt >= this.#deps.limits.idleExpiresMs) {
          this.#expire(subscription)
        }
      }
    }
  }

  #expire(subscription: Subscription): void {
    const { limits, batcher, attachments, activities, changes } = this.#deps
    const { queue, name } = subscription
    const waited = many(pendingOf(subscription) + subscription.retrying, 'delivery', 'deliveries')
    const text = `${name} of ${queue.name} expired, and ${waited} with it: nobody had been connected for ${duration(limits.idleExpiresMs)}.`
    activities.note('subscriptionExpired', { queue: queue.name, subscription: name, text })
    attachments.end(subscription)
    batcher.change({ kind: 'deleteSubscription', subscriptionId: subscription.id })
    changes.note('subscriptions', queue.name)
  }
}

/** Nobody has been connected to it for a day. */
export function isIdle({ detachedAt }: Subscription, now: number, limits: Limits): boolean {
  return detachedAt !== null && now - detachedAt >= limits.idleAfterMs
}

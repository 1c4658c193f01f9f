import type { BrokerError } from '../errors.ts'
import type { Change, Clock, SubscriptionStateRecord } from '../ports.ts'
import type { Subscription } from '../state.ts'
import { pack } from '../subscription/pack.ts'
import { matchedOf, uptoOf } from '../totals.ts'

/** Told once what became of what it waits for. */
export interface Waiter {
  done(): void
  refused(error: BrokerError): void
}

const STATES_PER_COMMIT = 1_000

/** Which subscriptions' states have to be written: within 250 ms, or in the next commit. */
export class States {
  readonly #clock: Clock
  readonly #everyMs: number
  readonly #isDue: () => void
  /** States that ride within 250 ms. */
  readonly #dirty = new Set<Subscription>()
  #dirtyDue = false
  #timer: (() => void) | null = null
  /** States that must be in the next commit, and who waits for it. */
  readonly #urgent = new Map<Subscription, Waiter[]>()

  constructor(clock: Clock, everyMs: number, isDue: () => void) {
    this.#clock = clock
    this.#everyMs = everyMs
    this.#isDue = isDue
  }

  touch(subscription: Subscription): void {
    this.#dirty.add(subscription)
    if (this.#timer !== null || this.#dirtyDue) return
    this.#timer = this.#clock.at(this.#clock.now() + this.#everyMs, () => {
      this.#timer = null
      this.due()
      this.#isDue()
    })
  }

  urgent(subscription: Subscription, waiter?: Waiter): void {
    const waiters = this.#urgent.get(subscription)
    if (waiters === undefined) this.#urgent.set(subscription, waiter === undefined ? [] : [waiter])
    else if (waiter !== undefined) waiters.push(waiter)
  }

  /** They are in the next commit, before all others: whoever waits for a commit that failed waits for that one. */
  again(subscriptions: readonly Subscription[]): void {
    const others = [...this.#urgent]
    this.#urgent.clear()
    for (const subscription of subscriptions) this.#urgent.set(subscription, [])
    for (const [subscription, waiters] of others) for (const waiter of waiters) this.urgent(subscription, waiter)
    for (const [subscription] of others) this.urgent(subscription)
  }

  /** All that changed rides in the next commit. */
  due(): void {
    this.#dirtyDue = true
  }

  /** Its state is not written any more. Answers who waited for it. */
  forget(subscription: Subscription): readonly Waiter[] {
    this.#dirty.delete(subscription)
    const waiters = this.#urgent.get(subscription) ?? []
    this.#urgent.delete(subscription)
    return waiters
  }

  /** Nothing is written any more. Answers everyone who waited. */
  stop(): readonly Waiter[] {
    this.#timer?.()
    const waiters = [...this.#urgent.values()].flat()
    this.#urgent.clear()
    this.#dirty.clear()
    return waiters
  }

  /** Urgent ones first, then, when it is time, those that changed in the last 250 ms. Dead letters ride with theirs. */
  take(waiters: Waiter[], changes: Change[]): Subscription[] {
    const taken: Subscription[] = []
    for (const [subscription, own] of this.#urgent) {
      if (taken.length >= STATES_PER_COMMIT) break
      this.#urgent.delete(subscription)
      this.#dirty.delete(subscription)
      taken.push(subscription)
      waiters.push(...own)
    }
    if (this.#dirtyDue) {
      for (const subscription of this.#dirty) {
        if (taken.length >= STATES_PER_COMMIT) break
        this.#dirty.delete(subscription)
        taken.push(subscription)
      }
      this.#dirtyDue = this.#dirty.size > 0
    }
    for (const subscription of taken) changes.push(...this.letters(subscription))
    return taken
  }

  /** Takes the dead letters that are not written yet, as changes. */
  letters({ id: subscriptionId, queue, letters }: Subscription): readonly Change[] {
    if (letters.length === 0) return []
    return letters.splice(0).map((letter) => ({ kind: 'putDeadLetter', queueId: queue.id, subscriptionId, letter }))
  }
}

/** As it stands now. */
export function recordOf(subscription: Subscription, now: number): SubscriptionStateRecord {
  return {
    subscriptionId: subscription.id,
    upto: uptoOf(subscription),
    open: pack(subscription.open),
    matched: matchedOf(subscription),
    acked: subscription.acked,
    dead: subscription.dead,
    updatedAt: now,
  }
}

import type { Dispatcher } from '../dispatch/dispatcher.ts'
import { trimWindow } from '../dispatch/dispatcher.ts'
import { BrokerError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { Clock, Outlet } from '../ports.ts'
import { afterMove, beforeMove, turn } from '../rates/pace.ts'
import type { Consumer, LinkState, Queue, Subscription } from '../state.ts'
import { dropIdleLine, eventLine, matchedOf, totalOf, uptoOf } from '../totals.ts'
import type { Batcher } from '../writer/batcher.ts'
import type { Settlement } from './settlement.ts'

export interface AttachmentDeps {
  /** A subscription is gone, and so many dead letters of it stay. */
  readonly leaves: (letters: number) => void
  readonly clock: Clock
  readonly limits: Limits
  readonly batcher: Batcher
  readonly dispatcher: Dispatcher
  readonly settlement: Settlement
}

/** What a connection asks for itself. Left out: as it has it already, else the defaults. */
export interface ConsumerOptions {
  readonly credit?: number | undefined
  readonly batch?: boolean | undefined
}

/**
 * Who consumes a subscription now. With its first consumer a subscription is attached: it is listed under its events and
 * follows the commits. With its last it is detached, and publishing no longer touches it.
 */
export class Attachments {
  readonly #deps: AttachmentDeps

  constructor(deps: AttachmentDeps) {
    this.#deps = deps
  }

  /** Adds the link to those that compete, or changes its options where it does already. Answers whether it is active. */
  attach(subscription: Subscription, link: LinkState, outlet: Outlet, options: ConsumerOptions): Consumer {
    const known = consumerOf(subscription, link)
    if (known !== undefined) {
      known.outlet = outlet
      known.credit = options.credit ?? known.credit
      known.batch = options.batch ?? known.batch
      this.#stay(known)
      this.#deps.dispatcher.wake(subscription)
      return known
    }
    const consumer: Consumer = {
      link,
      outlet,
      subscription,
      since: this.#deps.clock.now(),
      credit: options.credit ?? this.#deps.limits.creditDefault,
      batch: options.batch ?? false,
      inFlight: 0,
      standby: subscription.exclusive && subscription.consumers.length > 0,
      reserved: false,
      draining: null,
      gone: false,
      handover: [],
      handoverBytes: 0,
    }
    link.consumers.add(consumer)
    subscription.consumers.push(consumer)
    if (subscription.consumers.length === 1) this.#follow(subscription, consumer.since)
    this.#deps.dispatcher.wake(subscription)
    return consumer
  }

  /** Removes it; what it holds goes back. `lost`: its connection went, it did not leave on purpose. */
  detach(consumer: Consumer, lost: boolean): void {
    if (consumer.gone) return
    const { subscription } = consumer
    const now = this.#deps.clock.now()
    consumer.gone = true
    consumer.handover = []
    consumer.link.consumers.delete(consumer)
    consumer.link.starved.delete(subscription)
    if (subscription.emptying === consumer) subscription.emptying = null
    subscription.consumers.splice(subscription.consumers.indexOf(consumer), 1)
    if (consumer.inFlight > 0) {
      for (const entry of [...subscription.open]) {
        if (entry.holder === consumer) this.#deps.settlement.giveBack(entry, lost, now)
      }
    }
    consumer.draining?.done()
    if (subscription.consumers.length === 0) this.#unfollow(subscription, now)
    else this.restand(subscription)
    this.#deps.dispatcher.wake(subscription)
  }

  /** Takes nothing new, and leaves when what it holds is settled. @throws BrokerError E_CONFLICT when it subscribed again */
  drain(consumer: Consumer): Promise<void> {
    if (consumer.inFlight === 0) {
      this.detach(consumer, false)
      return Promise.resolve()
    }
    const before = consumer.draining
    return new Promise((resolve, reject) => {
      const done = () => {
        consumer.draining = null
        this.detach(consumer, false)
        before?.done()
        resolve()
      }
      const undone = (error: Error) => {
        before?.undone(error)
        reject(error)
      }
      consumer.draining = { done, undone }
    })
  }

  /** Who is active and who stands by, after a consumer went or `exclusive` changed; those whose standing changed are told. */
  restand(subscription: Subscription): void {
    subscription.consumers.forEach((consumer, place) => {
      const standby = subscription.exclusive && place > 0
      if (standby === consumer.standby) return
      consumer.standby = standby
      consumer.outlet.standing(subscription.name, standby ? 'standby' : 'active')
    })
    this.#deps.dispatcher.wake(subscription)
  }

  /** Other events from here on. What is scanned stays as it is; pending is worked out anew. */
  changeEvents(subscription: Subscription, events: ReadonlySet<string> | null): void {
    const attached = subscription.consumers.length > 0
    const now = this.#deps.clock.now()
    beforeMove(subscription, now)
    const behind = totalOf(subscription) - matchedOf(subscription)
    if (attached) unlist(subscription)
    subscription.upto = uptoOf(subscription)
    subscription.events = events
    // Exact when nothing is ahead; else as many as before until they are counted.
    subscription.matched = totalOf(subscription) - Math.min(behind, totalOf(subscription))
    subscription.guess = subscription.upto < subscription.queue.committed ? {} : null
    if (attached) list(subscription)
    afterMove(subscription, now)
  }

  /** Ends a deleted subscription: its consumers are told and go, nothing of it is written any more. */
  end(subscription: Subscription): void {
    subscription.deleted = true
    for (const consumer of [...subscription.consumers]) {
      consumer.outlet.standing(subscription.name, 'deleted')
      this.detach(consumer, false)
    }
    subscription.queue.subscriptions.delete(subscription.name)
    this.#deps.batcher.forget(subscription)
    this.#deps.leaves(subscription.dead)
  }

  /** It subscribed again: it does not leave, and whoever waited for that is told. */
  #stay(consumer: Consumer): void {
    consumer.draining?.undone(new BrokerError('E_CONFLICT', 'subscribed again before it was drained'))
    consumer.draining = null
  }

  #follow(subscription: Subscription, now: number): void {
    const { queue } = subscription
    turn(subscription, now)
    subscription.detachedAt = null
    queue.attached++
    if (queue.attached === 1) queue.window.reset(queue.committed)
    list(subscription)
    if (subscription.upto >= queue.committed) subscription.caughtUp = true
    else queue.lagging.add(subscription)
  }

  #unfollow(subscription: Subscription, now: number): void {
    const { queue } = subscription
    subscription.matched = matchedOf(subscription)
    subscription.upto = uptoOf(subscription)
    subscription.caughtUp = false
    subscription.takenBack.clear()
    subscription.detachedAt = now
    queue.attached--
    queue.lagging.delete(subscription)
    unlist(subscription)
    trimWindow(queue)
    if (!subscription.deleted) this.#deps.batcher.touch(subscription)
  }
}

export function consumerOf(subscription: Subscription, link: LinkState): Consumer | undefined {
  if (subscription.consumers.length <= link.consumers.size) {
    return subscription.consumers.find((consumer) => consumer.link === link)
  }
  for (const consumer of link.consumers) if (consumer.subscription === subscription) return consumer
  return undefined
}

function list(subscription: Subscription): void {
  const { queue, events } = subscription
  if (events === null) queue.wildSubscriptions.add(subscription)
  else for (const event of events) subscriptionsOf(queue, event).add(subscription)
}

function unlist(subscription: Subscription): void {
  const { queue, events } = subscription
  if (events === null) queue.wildSubscriptions.delete(subscription)
  else {
    for (const event of events) {
      queue.events.get(event)?.subscriptions?.delete(subscription)
      dropIdleLine(queue, event)
    }
  }
}

function subscriptionsOf(queue: Queue, event: string): Set<Subscription> {
  const line = eventLine(queue, event)
  line.subscriptions ??= new Set()
  return line.subscriptions
}

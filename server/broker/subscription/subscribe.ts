import type { From, Subscribed, SubscribeInput, SubscriptionChange } from '../api.ts'
import { deadlineMs } from '../dispatch/dispatcher.ts'
import { BrokerError } from '../errors.ts'
import { type Activities, clientOf } from '../life/activities.ts'
import type { Registry } from '../life/registry.ts'
import { unknownQueue } from '../life/registry.ts'
import type { Limits } from '../limits.ts'
import type { Actor } from '../model.ts'
import type { Clock, Link, Log, Outlet } from '../ports.ts'
import type { LinkState, Queue } from '../state.ts'
import { Subscription } from '../state.ts'
import { eventList, eventSet } from '../structures/events.ts'
import { uptoOf } from '../totals.ts'
import { count } from '../views/words.ts'
import type { Batcher } from '../writer/batcher.ts'
import type { Attachments } from './attachments.ts'
import { changedText, check, conflict, differences, type OwnOptions } from './options.ts'
import { Reckoning } from './reckoning.ts'
import { recordOf } from './record.ts'

export interface SubscribeDeps {
  readonly clock: Clock
  readonly log: Log
  readonly limits: Limits
  readonly registry: Registry
  readonly batcher: Batcher
  readonly attachments: Attachments
  readonly activities: Activities
}

/** Subscribing by name: creates, resumes or updates a durable subscription, then lets the link consume it. */
export class Subscribe {
  readonly #deps: SubscribeDeps
  /** Subscriptions whose starting point is being looked up, by queue and name. */
  readonly #creating = new Map<string, Promise<Subscription>>()

  constructor(deps: SubscribeDeps) {
    this.#deps = deps
  }

  /** @throws BrokerError E_UNKNOWN_QUEUE, E_CONFLICT, E_BAD_REQUEST, E_STORAGE, E_CLOSING */
  async subscribe(link: Link, outlet: Outlet, input: SubscribeInput): Promise<Subscribed> {
    check(input, this.#deps.limits)
    const state = this.#deps.registry.link(link)
    const queue = this.#deps.registry.queueOrNew(input.queue, link)
    const key = `${queue.id}:${input.name}`
    // Again after each: it may be deleted at once, and the next of those who waited makes it anew.
    for (let one = this.#creating.get(key); one !== undefined; one = this.#creating.get(key)) await one
    if (queue.deleted) throw unknownQueue(queue.name)
    const known = queue.subscriptions.get(input.name)
    const subscription = known ?? (await this.#create(queue, input, key, link))
    if (known !== undefined) await this.#update(known, input, link)
    return this.#attach(subscription, state, outlet, input, known === undefined)
  }

  #attach(
    subscription: Subscription,
    link: LinkState,
    outlet: Outlet,
    input: SubscribeInput,
    created: boolean,
  ): Subscribed {
    if (subscription.deleted) throw new BrokerError('E_NO_SUBSCRIPTION', `${input.name} was deleted just now`)
    const gone = outlet.gone || !this.#deps.registry.links.has(link.link)
    if (gone) throw new BrokerError('E_CLOSING', 'the connection is gone')
    const consumer = this.#deps.attachments.attach(subscription, link, outlet, input)
    return {
      name: subscription.name,
      events: eventList(subscription.events),
      created,
      ackDeadlineMs: deadlineMs(subscription, this.#deps.limits),
      active: !consumer.standby,
      startSeq: subscription.open.first?.seq ?? Math.max(uptoOf(subscription) + 1, subscription.startSeq),
    }
  }

  async #create(queue: Queue, input: SubscribeInput, key: string, link: Link): Promise<Subscription> {
    const creating = this.#make(queue, input, link)
    this.#creating.set(key, creating)
    try {
      return await creating
    } finally {
      this.#creating.delete(key)
    }
  }

  async #make(queue: Queue, input: SubscribeInput, link: Link): Promise<Subscription> {
    const startSeq = await this.#startSeq(queue, input.from ?? 'new')
    const upto = Math.min(startSeq - 1, queue.committed)
    const subscription = new Subscription({
      id: this.#deps.registry.nextSubscriptionId(),
      queue,
      name: input.name,
      createdAt: this.#deps.clock.now(),
      startSeq,
      events: eventSet(input.events ?? ['*']),
      ackDeadlineMs: input.ackDeadlineMs ?? null,
      exclusive: input.exclusive ?? false,
      ordered: input.ordered ?? false,
      upto,
      matched: 0,
      detachedAt: this.#deps.clock.now(),
      skips: [],
      aged: 0,
    })
    await this.#place(subscription)
    if (queue.deleted) throw unknownQueue(queue.name)
    queue.subscriptions.set(subscription.name, subscription)
    const { name } = subscription
    const text = `${name} of ${queue.name} was created, from seq ${count(subscription.startSeq)} on.`
    this.#deps.activities.note('subscriptionCreated', {
      queue: queue.name,
      subscription: name,
      by: clientOf(link),
      text,
    })
    await this.#write(subscription)
    return subscription
  }

  /** Counts what lies before its start. Where the queue's own start passes it meanwhile, it begins there. */
  async #place(subscription: Subscription): Promise<void> {
    const { queue } = subscription
    do {
      subscription.upto = Math.max(subscription.upto, queue.firstSeq)
      subscription.startSeq = Math.max(subscription.startSeq, queue.firstSeq + 1)
      subscription.guess = {}
      await this.#reckoning(queue).correct(subscription)
    } while (queue.firstSeq > subscription.upto)
  }

  #reckoning(queue: Queue): Reckoning {
    return new Reckoning(this.#deps.log, this.#deps.limits, queue)
  }

  /** Writes what the subscription is, and where it stands. Resolves when that is on disk. */
  #write(subscription: Subscription): Promise<void> {
    this.#deps.batcher.change({ kind: 'putSubscription', subscription: recordOf(subscription) })
    return new Promise((resolve, reject) => {
      this.#deps.batcher.urgent(subscription, { done: resolve, refused: reject })
    })
  }

  async #update(subscription: Subscription, input: SubscribeInput, link: Link): Promise<void> {
    const changes = differences(subscription, input)
    if (changes.length === 0) return
    if (input.update !== true) throw conflict(subscription, changes)
    await this.#change(subscription, input, changes, clientOf(link))
  }

  /**
   * Applies the options that are given, for what comes after the point reached; resolves when that is on disk.
   * @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION, E_BAD_REQUEST
   */
  async update(queue: string, name: string, change: SubscriptionChange, by?: Actor): Promise<void> {
    check(change, this.#deps.limits)
    const subscription = this.#deps.registry.subscription(queue, name)
    const changes = differences(subscription, change)
    if (changes.length > 0) await this.#change(subscription, change, changes, by)
  }

  async #change(
    subscription: Subscription,
    input: OwnOptions,
    changes: readonly (keyof OwnOptions)[],
    by: Actor | undefined,
  ): Promise<void> {
    const { queue, name } = subscription
    const text = `${name} of ${queue.name}: ${changedText(subscription, input, changes)}.`
    if (input.events !== undefined) this.#deps.attachments.changeEvents(subscription, eventSet(input.events))
    if (input.ackDeadlineMs !== undefined) subscription.ackDeadlineMs = input.ackDeadlineMs
    if (input.ordered !== undefined) subscription.ordered = input.ordered
    if (input.exclusive !== undefined) subscription.exclusive = input.exclusive
    this.#deps.attachments.restand(subscription)
    this.#deps.activities.note('subscriptionChanged', { queue: queue.name, subscription: name, by, text })
    // Written as it is on the way: the count is for people, and the next write has it, unless the log cannot be read.
    const counted = this.#reckoning(queue).correct(subscription)
    await Promise.all([this.#write(subscription), counted.catch(() => {})])
    if (!subscription.deleted) this.#deps.batcher.touch(subscription)
  }

  async #startSeq(queue: Queue, from: From): Promise<number> {
    if (from === 'new') return this.#afterLast(queue)
    if (from === 'start') return queue.firstSeq + 1
    if ('seq' in from) return Math.max(from.seq, queue.firstSeq + 1)
    const { committed } = queue
    // What is in a commit now was published just now: a time up to now has it.
    return (await this.#deps.log.seqAt(queue.id, from.time)) ?? committed + 1
  }

  /**
   * After every seq that was given, also to the commit under way, once its outcome is known: a seq whose commit failed
   * is given again after a restart, to a message that is published after this.
   */
  async #afterLast(queue: Queue): Promise<number> {
    const { lastSeq } = queue
    if (lastSeq > queue.committed) await this.#underWay()
    return Math.min(lastSeq, queue.committed) + 1
  }

  #underWay(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#deps.batcher.underWay({ done: resolve, refused: reject })
    })
  }
}

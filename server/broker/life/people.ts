import type { QueueView, SubscriptionChange, SubscriptionView } from '../api.ts'
import { BrokerError } from '../errors.ts'
import type { Actor, QueueSettings } from '../model.ts'
import type { Change, Clock } from '../ports.ts'
import { turn } from '../rates/pace.ts'
import type { Queue } from '../state.ts'
import type { Attachments } from '../subscription/attachments.ts'
import type { Subscribe } from '../subscription/subscribe.ts'
import type { Changes } from '../views/changes.ts'
import type { Looking } from '../views/looking.ts'
import type { Batcher } from '../writer/batcher.ts'
import type { Activities } from './activities.ts'
import type { Registry } from './registry.ts'
import { recordOf } from './registry.ts'
import { changesText } from './settings-words.ts'

export interface PeopleDeps {
  readonly clock: Clock
  readonly registry: Registry
  readonly batcher: Batcher
  readonly attachments: Attachments
  readonly subscribing: Subscribe
  readonly activities: Activities
  readonly looking: Looking
  readonly changes: Changes
  readonly refuseIfClosed: () => void
  readonly wake: (subscription: Queue['subscriptions'] extends Map<string, infer S> ? S : never) => void
}

/** What a person asks for by hand. Each resolves when it is on disk. */
export class People {
  readonly #deps: PeopleDeps

  constructor(deps: PeopleDeps) {
    this.#deps = deps
  }

  /** @throws BrokerError E_CONFLICT when it exists, E_BAD_REQUEST */
  async createQueue(name: string, settings: Partial<QueueSettings>, by?: Actor): Promise<QueueView> {
    this.#deps.refuseIfClosed()
    const { registry } = this.#deps
    if (registry.queues.has(name)) throw new BrokerError('E_CONFLICT', `the queue ${name} exists`)
    checkSettings(settings)
    const queue = registry.create(name, settings)
    this.#deps.activities.note('queueCreated', { queue: name, by, text: `${name} was created.` })
    await this.#writeQueue(queue)
    return this.#deps.looking.queue(name)
  }

  /** Settings that are not given stay. @throws BrokerError E_UNKNOWN_QUEUE, E_BAD_REQUEST */
  async updateQueue(name: string, settings: Partial<QueueSettings>, by?: Actor): Promise<QueueView> {
    this.#deps.refuseIfClosed()
    const queue = this.#deps.registry.queue(name)
    checkSettings(settings)
    const changes = changesText(queue.settings, settings)
    queue.settings = { ...queue.settings, ...settings }
    if (changes !== null) this.#deps.activities.note('queueChanged', { queue: name, by, text: `${name}: ${changes}.` })
    await this.#writeQueue(queue)
    return this.#deps.looking.queue(name)
  }

  /** Stops or resumes the dispatch of queued messages; publishes, real time, acks and deadlines go on. @throws E_UNKNOWN_QUEUE */
  async pauseQueue(name: string, paused: boolean, by?: Actor): Promise<void> {
    this.#deps.refuseIfClosed()
    const queue = this.#deps.registry.queue(name)
    if ((queue.pausedAt !== null) !== paused) {
      const now = this.#deps.clock.now()
      queue.pausedAt = paused ? now : null
      for (const subscription of queue.subscriptions.values()) turn(subscription, now)
      this.#tell(queue)
      const text = `${name} was ${paused ? 'paused' : 'resumed'}.`
      this.#deps.activities.note(paused ? 'queuePaused' : 'queueResumed', { queue: name, by, text })
    }
    await this.#writeQueue(queue)
  }

  /** Its place and everything that waits for it are gone. @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION */
  async deleteSubscription(queueName: string, name: string, by?: Actor): Promise<void> {
    this.#deps.refuseIfClosed()
    const subscription = this.#deps.registry.subscription(queueName, name)
    const text = `${name} of ${queueName} was deleted.`
    this.#deps.activities.note('subscriptionDeleted', { queue: queueName, subscription: name, by, text })
    this.#deps.attachments.end(subscription)
    this.#deps.changes.note('subscriptions', queueName)
    await this.#write({ kind: 'deleteSubscription', subscriptionId: subscription.id })
  }

  /** For what comes after the point reached. @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION, E_BAD_REQUEST */
  async updateSubscription(
    queue: string,
    name: string,
    change: SubscriptionChange,
    by?: Actor,
  ): Promise<SubscriptionView> {
    this.#deps.refuseIfClosed()
    await this.#deps.subscribing.update(queue, name, change, by)
    this.#deps.changes.note('subscriptions', queue)
    return this.#deps.looking.subscription(queue, name)
  }

  /** Takes one consumer off; what it holds goes back, and is no failure. @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION */
  detach(queueName: string, name: string, connection: string, by?: Actor): void {
    this.#deps.refuseIfClosed()
    const subscription = this.#deps.registry.subscription(queueName, name)
    const consumer = subscription.consumers.find(({ link }) => link.link.id === connection)
    if (consumer === undefined)
      throw new BrokerError('E_NO_SUBSCRIPTION', `this connection is no consumer of ${name} of ${queueName}`)
    const who = consumer.link.link.client ?? connection
    this.#deps.activities.note('consumerDetached', {
      by,
      queue: queueName,
      subscription: name,
      text: `${who} was detached from ${name} of ${queueName}.`,
    })
    consumer.outlet.standing(name, 'detached')
    this.#deps.attachments.detach(consumer, false)
    this.#deps.changes.note('subscriptions', queueName)
  }

  /** What it holds goes back at once. @throws BrokerError E_NOT_FOUND */
  closeLink(id: string, reconnect: boolean, by?: Actor): void {
    const link = [...this.#deps.registry.links.keys()].find((one) => one.id === id)
    if (link === undefined) throw new BrokerError('E_NOT_FOUND', 'this connection is gone already, or never was')
    const come = reconnect ? 'It may come back at once.' : 'It was told to stay away.'
    const text = `The connection ${link.client ?? link.id} was closed by hand. ${come}`
    this.#deps.activities.note('connectionClosed', { by, text })
    link.close(reconnect)
  }

  #tell(queue: Queue): void {
    for (const subscription of queue.subscriptions.values()) {
      for (const { outlet, standby } of subscription.consumers) {
        outlet.standing(subscription.name, queue.pausedAt !== null ? 'paused' : standby ? 'standby' : 'active')
      }
      this.#deps.wake(subscription)
    }
  }

  #writeQueue(queue: Queue): Promise<void> {
    this.#deps.changes.note('queues', queue.name)
    return this.#write({ kind: 'putQueue', queue: recordOf(queue) })
  }

  #write(change: Change): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#deps.batcher.change(change, { done: resolve, refused: reject })
    })
  }
}

const RETENTION_LEAST_MS = 60_000
const MAX_BYTES_LEAST = 1_024

function checkSettings({ retentionMs, maxBytes }: Partial<QueueSettings>): void {
  refuseBelow('retentionMs', retentionMs, RETENTION_LEAST_MS)
  refuseBelow('maxBytes', maxBytes, MAX_BYTES_LEAST)
}

function refuseBelow(field: string, value: number | null | undefined, least: number): void {
  if (value === undefined || value === null || value >= least) return
  throw new BrokerError('E_BAD_REQUEST', `${field} must be at least ${least}, or null for the default`, { field })
}

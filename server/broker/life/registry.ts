import { BrokerError } from '../errors.ts'
import type { QueueSettings } from '../model.ts'
import type { Clock, Link, QueueRecord } from '../ports.ts'
import { Meter } from '../rates/rates.ts'
import type { LinkState, Subscription } from '../state.ts'
import { Queue } from '../state.ts'
import { ownText } from '../structures/own-text.ts'
import type { WindowTally } from '../structures/window.ts'
import type { Batcher } from '../writer/batcher.ts'
import { type Activities, clientOf } from './activities.ts'

/** Clients that have not heard of it yet would bring a deleted queue back. */
const NAME_HELD_MS = 60_000

const DEFAULT_SETTINGS: QueueSettings = {
  delivery: null,
  ackDeadlineMs: null,
  maxFailures: null,
  retentionMs: null,
  maxBytes: null,
}

/** Every queue and link, by name and by id, and the way in which queues come to be. */
export class Registry {
  readonly queues = new Map<string, Queue>()
  readonly queuesById = new Map<number, Queue>()
  readonly links = new Map<Link, LinkState>()
  readonly windows: WindowTally = { bytes: 0 }
  /** Dead letters whose subscription is gone: they stay, and count. */
  strayLetters = 0
  readonly #clock: Clock
  readonly #batcher: Batcher
  readonly #autoCreate: boolean
  #lastQueueId = 0
  #lastSubscriptionId = 0
  /** When queues were deleted, by name, for as long as they do not make themselves again. */
  readonly #deleted = new Map<string, number>()
  readonly #activities: Activities

  constructor(clock: Clock, batcher: Batcher, activities: Activities, autoCreate: boolean) {
    this.#clock = clock
    this.#batcher = batcher
    this.#activities = activities
    this.#autoCreate = autoCreate
  }

  /** @throws BrokerError E_UNKNOWN_QUEUE */
  queue(name: string): Queue {
    const queue = this.queues.get(name)
    if (queue === undefined) throw unknownQueue(name)
    return queue
  }

  /** The queue, made where queues make themselves; `first`: who uses it first then. @throws BrokerError E_UNKNOWN_QUEUE */
  queueOrNew(name: string, first: Link | null): Queue {
    const known = this.queues.get(name)
    if (known !== undefined) return known
    if (!this.#autoCreate) throw unknownQueue(name)
    this.#refuseIfDeleted(name)
    const queue = this.create(name, {})
    this.#batcher.change({ kind: 'putQueue', queue: recordOf(queue) })
    const by = first === null ? undefined : clientOf(first)
    this.#activities.note('queueCreated', { queue: name, by, text: `${name} was made by its first use.` })
    return queue
  }

  /** In memory only: the caller has it written. */
  create(name: string, settings: Partial<QueueSettings>): Queue {
    const queue = new Queue(
      {
        id: ++this.#lastQueueId,
        name: ownText(name),
        createdAt: this.#clock.now(),
        settings: { ...DEFAULT_SETTINGS, ...settings },
        pausedAt: null,
        firstSeq: 0,
        lastSeq: 0,
        ord: 0,
        bytes: 0,
        freedBytes: 0,
      },
      this.windows,
    )
    this.add(queue)
    return queue
  }

  add(queue: Queue): void {
    this.queues.set(queue.name, queue)
    this.queuesById.set(queue.id, queue)
    this.#lastQueueId = Math.max(this.#lastQueueId, queue.id)
  }

  /** Forgets the queue; for 60 s its name makes no new one by itself. */
  remove(queue: Queue): void {
    queue.deleted = true
    this.queues.delete(queue.name)
    this.queuesById.delete(queue.id)
    this.wasDeleted(queue.name, this.#clock.now())
  }

  wasDeleted(name: string, at: number): void {
    for (const [other, deletedAt] of this.#deleted) {
      if (deletedAt + NAME_HELD_MS <= this.#clock.now()) this.#deleted.delete(other)
    }
    this.#deleted.set(name, at)
  }

  #refuseIfDeleted(name: string): void {
    const left = (this.#deleted.get(name) ?? Number.NEGATIVE_INFINITY) + NAME_HELD_MS - this.#clock.now()
    if (left <= 0) return
    const until = `create it by hand, or use it again in ${Math.ceil(left / 1_000)} s`
    throw new BrokerError('E_UNKNOWN_QUEUE', `the queue ${name} was deleted just now; ${until}`)
  }

  usedQueueId(id: number): void {
    this.#lastQueueId = Math.max(this.#lastQueueId, id)
  }

  nextSubscriptionId(): number {
    return ++this.#lastSubscriptionId
  }

  usedSubscriptionId(id: number): void {
    this.#lastSubscriptionId = Math.max(this.#lastSubscriptionId, id)
  }

  /** @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION */
  subscription(queueName: string, name: string): Subscription {
    const subscription = this.queue(queueName).subscriptions.get(name)
    if (subscription === undefined) throw noSubscription(queueName, name)
    return subscription
  }

  link(link: Link): LinkState {
    const known = this.links.get(link)
    if (known !== undefined) return known
    const state: LinkState = {
      link,
      consumers: new Set(),
      members: new Map(),
      unackedBytes: 0,
      starved: new Set(),
      out: new Meter(),
      in: new Meter(),
    }
    this.links.set(link, state)
    return state
  }
}

export function recordOf(queue: Queue): QueueRecord {
  const totals = new Map<string, number>()
  for (const line of queue.events.values()) if (line.total > 0) totals.set(line.name, line.total)
  for (const [name, total] of queue.copies) totals.set(`@${name}`, total)
  return {
    id: queue.id,
    name: queue.name,
    settings: queue.settings,
    pausedAt: queue.pausedAt,
    createdAt: queue.createdAt,
    firstSeq: queue.firstSeq,
    lastSeq: queue.committed,
    lastOrd: queue.ord,
    totals,
    bytes: queue.bytes,
    freedBytes: queue.freedBytes,
  }
}

export function unknownQueue(name: string): BrokerError {
  return new BrokerError('E_UNKNOWN_QUEUE', `there is no queue ${name}`)
}

export function noSubscription(queue: string, name: string): BrokerError {
  return new BrokerError('E_NO_SUBSCRIPTION', `${queue} has no subscription ${name}`)
}

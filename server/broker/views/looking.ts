import type {
  Audience,
  DeliveryView,
  LinkView,
  MessageRef,
  QueueView,
  RateSeries,
  SubscriptionView,
  Totals,
} from '../api.ts'
import type { Registry } from '../life/registry.ts'
import type { Limits } from '../limits.ts'
import type { Message, Presence } from '../model.ts'
import type { Clock } from '../ports.ts'
import type { Counters } from '../rates/counters.ts'
import { Rates, seriesOf } from '../rates/rates.ts'
import type { PresenceBook } from '../realtime/presence.ts'
import type { Stored } from '../retention/stored.ts'
import { audienceOf, type Imagined } from './audience.ts'
import { byClient, deliveriesOf, deliveryOf } from './deliveries.ts'
import { figuresOf } from './figures.ts'
import type { Oldest } from './oldest.ts'
import { linkView, queueView, subscriptionView, type ViewDeps } from './views.ts'

export interface LookingDeps {
  readonly clock: Clock
  readonly limits: Limits
  readonly registry: Registry
  readonly counters: Counters
  readonly presence: PresenceBook
  readonly oldest: Oldest
  readonly stored: Stored
  /** Before it nothing is known. */
  readonly startedAt: () => number
}

/** Everything that people ask for. It reads what is kept anyway, and changes nothing. */
export class Looking {
  readonly #deps: LookingDeps

  constructor(deps: LookingDeps) {
    this.#deps = deps
  }

  queues(): QueueView[] {
    const deps = this.#viewDeps()
    return [...this.#deps.registry.queues.values()].map((queue) => queueView(queue, deps))
  }

  queue(name: string): QueueView {
    return queueView(this.#deps.registry.queue(name), this.#viewDeps())
  }

  subscriptions(queue?: string): SubscriptionView[] {
    const { registry } = this.#deps
    const queues = queue === undefined ? [...registry.queues.values()] : [registry.queue(queue)]
    const deps = this.#viewDeps()
    return queues.flatMap(({ subscriptions }) => [...subscriptions.values()].map((s) => subscriptionView(s, deps)))
  }

  subscription(queue: string, name: string): SubscriptionView {
    return subscriptionView(this.#deps.registry.subscription(queue, name), this.#viewDeps())
  }

  links(): LinkView[] {
    const now = this.#deps.clock.now()
    return [...this.#deps.registry.links.values()].map((link) => linkView(link, now))
  }

  audience(queue: string, message: Imagined): Audience {
    return audienceOf(this.#deps.registry.queues.get(queue), message, this.#deps.clock.now())
  }

  /** Of many at once: who was there when is gathered once for all of them. */
  deliveriesOfEach(queueName: string, messages: readonly MessageRef[]): DeliveryView[][] {
    const queue = this.#deps.registry.queue(queueName)
    const { presence, limits, clock } = this.#deps
    const stays = byClient(presence.of(queue))
    const now = clock.now()
    return messages.map((message) => deliveriesOf(queue, message, stays, limits, now))
  }

  delivery(queueName: string, name: string, message: MessageRef): DeliveryView | null {
    const { registry, limits, clock } = this.#deps
    return deliveryOf(registry.subscription(queueName, name), message, limits, clock.now())
  }

  openSeqs(queue: string, name: string, state: 'inFlight' | 'retrying' | 'pending'): number[] {
    const subscription = this.#deps.registry.subscription(queue, name)
    const seqs: number[] = []
    for (const entry of subscription.open) {
      const own = entry.state === 'ready' || entry.state === 'blocked' ? 'pending' : entry.state
      if (own === state) seqs.push(entry.seq)
    }
    return seqs
  }

  presence(queue: string): Presence[] {
    return this.#deps.presence.of(this.#deps.registry.queue(queue))
  }

  rates(name?: string): RateSeries {
    const now = this.#deps.clock.now()
    const { counters, registry } = this.#deps
    const up = counters.up(now)
    if (name === undefined) return seriesOf(counters.all, now, up)
    const queue = registry.queue(name)
    // Looking keeps nothing: 10,000 idle queues have no figures of their own.
    return seriesOf(queue.rates ?? new Rates(now, () => figuresOf(queue).pending), now, up)
  }

  totals(): Totals {
    const now = this.#deps.clock.now()
    const { registry } = this.#deps
    const { all } = this.#deps.counters
    const sum = { pending: 0, inFlight: 0, retrying: 0, dead: registry.strayLetters }
    for (const queue of registry.queues.values()) {
      const figures = figuresOf(queue)
      sum.pending += figures.pending
      sum.inFlight += figures.inFlight
      sum.retrying += figures.retrying
      sum.dead += figures.dead
    }
    return {
      queued: {
        published: all.perSecond(now, 'published'),
        acked: all.perSecond(now, 'acked'),
        waiting: sum.pending,
        inFlight: sum.inFlight,
        retrying: sum.retrying,
        dead: sum.dead,
      },
      realtime: {
        published: all.perSecond(now, 'publishedRealtime'),
        delivered: all.perSecond(now, 'deliveredRealtime'),
        missed15m: all.sum(now, 'missed'),
      },
      connections: registry.links.size,
    }
  }

  /** @throws BrokerError E_UNKNOWN_QUEUE */
  tail(queueName: string, listener: (message: Message) => void): () => void {
    const queue = this.#deps.registry.queue(queueName)
    const own = (message: Message): void => listener(message)
    queue.tails.add(own)
    return () => queue.tails.delete(own)
  }

  #viewDeps(): ViewDeps {
    const { limits, oldest, clock, stored, startedAt } = this.#deps
    const publishedAt: ViewDeps['publishedAt'] = (queue, seq) => oldest.publishedAt(queue, seq)
    return { now: clock.now(), limits, stored, startedAt: startedAt(), publishedAt }
  }
}

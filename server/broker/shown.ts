/** What the core shows people of itself: queues, subscriptions, deliveries, connections, rates. */
import type { Attempt, Delivery, DeliveryState, Events, QueueSettings, Skip } from './model.ts'
import type { Link } from './ports.ts'

/** Enough of a message to work out its deliveries. `ord` is 0 for a queued one. */
export interface MessageRef {
  readonly seq: number
  /** Where it is delayed and not due yet: then it has no seq (0 here), and nobody has it. */
  readonly dueAt?: number | undefined
  readonly ord: number
  readonly event: string
  readonly expiresAt: number | null
  readonly only: string | null
  readonly publishedAt: number
}

export interface QueueView {
  readonly id: number
  readonly name: string
  readonly settings: QueueSettings
  readonly paused: boolean
  readonly pausedAt: number | null
  readonly firstSeq: number
  readonly lastSeq: number
  /** Deliveries of all durable subscriptions by state: one that is in flight or retrying is not pending. */
  readonly pending: number
  readonly inFlight: number
  readonly retrying: number
  readonly dead: number
  readonly scheduled: number
  readonly oldestPendingMs: number | null
  /** Durable subscriptions. */
  readonly subscriptions: number
  /** Links with any subscription on it. */
  readonly connections: number
  /** Per second, over the last 10 s; `missed` is a count of the last 15 minutes. */
  readonly rates: {
    readonly published: number
    readonly delivered: number
    readonly acked: number
    readonly missed: number
  }
  /** Bytes of the messages that count against `maxBytes`: neither purged nor removed. */
  readonly storedBytes: number
  /** What holds now: its own setting, or the default. */
  readonly maxBytes: number
  readonly retentionMs: number
  /** At 80 % of what it may hold (`size`), or with something unread at 80 % of its retention (`age`). */
  readonly warning: null | 'age' | 'size'
  /** Change of what its subscriptions have not settled, per second over the last minute. */
  readonly growing: number
  /** When the last of them has nothing waiting any more. `null`: nothing waits, or for one of them it does not become less. */
  readonly catchUpMs: number | null
  /** Events seen so far, by how often: the 200 most frequent. */
  readonly events: readonly string[]
  /** How many there are in all. */
  readonly eventCount: number
}

export type SubscriptionStanding = 'caughtUp' | 'catchingUp' | 'failing' | 'paused' | 'nobody' | 'idle' | 'full'

export interface Holder {
  readonly connection: string
  readonly client: string | null
  readonly seqs: readonly number[]
  readonly sinceMs: number
}

export interface SubscriptionView {
  /** The log's own, for its queries. */
  readonly id: number
  readonly queue: string
  readonly name: string
  readonly events: Events
  /** `full`: 10,000 are open, so nothing new is dispatched. `idle`: nobody has been connected for a day. */
  readonly state: SubscriptionStanding
  readonly floor: number
  readonly upto: number
  readonly pending: number
  readonly inFlight: number
  readonly retrying: number
  readonly dead: number
  /** Messages that retention removed before it had settled them, ever. */
  readonly aged: number
  /** The last 20 stretches that ended without being settled, oldest first. */
  readonly skips: readonly Skip[]
  /** `age`: something unread is at 80 % of the queue's retention. */
  readonly warning: null | 'age'
  readonly oldestUnackedMs: number | null
  readonly oldestPendingMs: number | null
  readonly ackDeadlineMs: number
  readonly exclusive: boolean
  readonly ordered: boolean
  readonly createdAt: number
  /** When the last consumer left, while there is none. */
  readonly detachedAt: number | null
  readonly holders: readonly Holder[]
  readonly consumers: readonly {
    readonly connection: string
    readonly client: string | null
    readonly credit: number
    readonly inFlight: number
    readonly active: boolean
    readonly since: number
  }[]
  /** Per second over about the last 10 s. */
  readonly rates: { readonly delivered: number; readonly acked: number }
  /** Change of what it has not settled, per second over the last minute. */
  readonly growing: number
  /** When nothing waits any more, at the pace of the last minute. `null`: nothing waits, or it does not become less. */
  readonly catchUpMs: number | null
  /** `pending` at the end of each step, oldest first; the last is now's. Shorter than 30 where less is known. */
  readonly trend: { readonly stepMs: number; readonly waiting: readonly number[] }
}

export interface LinkView {
  readonly link: Link
  readonly subscriptions: readonly {
    readonly queue: string
    readonly name: string | null
    readonly events: Events
    readonly inFlight: number
  }[]
  /** Messages per second to it and from it, over the last 10 s. */
  readonly out: number
  readonly in: number
}

export interface Listener {
  /** Subscription name (queued), or client label, else connection id (real time). */
  readonly name: string
  readonly delivery: Delivery
  /** One sentence: why it is in this group. */
  readonly why: string
}

export interface Audience {
  readonly now: readonly Listener[]
  readonly waits: readonly Listener[]
  readonly misses: readonly Listener[]
  readonly notListening: readonly Listener[]
}

export interface DeliveryView {
  /** Subscription name, or the client's label in real time. */
  readonly name: string
  readonly delivery: Delivery
  readonly state: DeliveryState
  /** Since when it is in flight, or waits. */
  readonly since: number | null
  readonly retryAt: number | null
  /** First unsettled seq before a pending one. */
  readonly behind: number | null
  readonly holder: string | null
  /** As far as memory has them, oldest first. */
  readonly attempts: readonly Attempt[]
  /** "Why has X not got this?" in one sentence; first cause wins. */
  readonly why: string
}

/** Series of the last 15 minutes, oldest first, one figure each `stepMs`: counts within the step; `waiting` at its end. */
export interface RateSeries {
  readonly stepMs: number
  readonly from: number
  readonly published: readonly number[]
  readonly publishedRealtime: readonly number[]
  /** Both ways. */
  readonly delivered: readonly number[]
  readonly deliveredRealtime: readonly number[]
  readonly acked: readonly number[]
  readonly missed: readonly number[]
  readonly waiting: readonly number[]
  /** Whether the broker ran in the step: the other figures are 0 where it did not. */
  readonly up: readonly boolean[]
}

/** Figures of the whole broker, for the status line and the overview. Rates are per second over the last 10 s. */
export interface Totals {
  readonly queued: {
    readonly published: number
    readonly acked: number
    readonly waiting: number
    readonly inFlight: number
    readonly retrying: number
    readonly dead: number
  }
  readonly realtime: { readonly published: number; readonly delivered: number; readonly missed15m: number }
  readonly connections: number
}

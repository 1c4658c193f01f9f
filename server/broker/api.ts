/** The core as transports and the HTTP API see it. `broker.ts` implements it. */
import type { BrokerError } from './errors.ts'
import type {
  Actor,
  Delivery,
  Events,
  Job,
  LetterFilter,
  LetterRef,
  Message,
  Presence,
  QueueSettings,
} from './model.ts'
import type { Link, Outlet } from './ports.ts'
import type {
  Audience,
  DeliveryView,
  LinkView,
  MessageRef,
  QueueView,
  RateSeries,
  SubscriptionView,
  Totals,
} from './shown.ts'

export type * from './shown.ts'

/** A checked publish: names, sizes and types are the transport's to have checked (lib/protocol.ts). */
export interface PublishInput {
  readonly queue: string
  readonly event: string
  /** JSON text. */
  readonly payload: string
  readonly delivery?: Delivery | undefined
  readonly id?: string | undefined
  readonly key?: string | undefined
  readonly delayMs?: number | undefined
  readonly ttlMs?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** UTF-8 bytes of payload, headers and names. */
  readonly bytes: number
}

export type PublishOutcome =
  /** Committed. `duplicate`: an earlier publish of the same id got this `seq`. */
  | { readonly kind: 'stored'; readonly id: string; readonly seq: number; readonly duplicate: boolean }
  /** Sent in real time to so many subscribers. */
  | { readonly kind: 'sent'; readonly id: string; readonly recipients: number }
  | { readonly kind: 'scheduled'; readonly id: string; readonly dueAt: number; readonly duplicate: boolean }
  | { readonly kind: 'refused'; readonly error: BrokerError }

export type From = 'new' | 'start' | { readonly seq: number } | { readonly time: number }

export interface SubscribeInput {
  readonly queue: string
  /** `undefined`: all at creation, unchanged after it. */
  readonly events?: Events | undefined
  readonly name: string
  readonly from?: From | undefined
  readonly credit?: number | undefined
  readonly ackDeadlineMs?: number | undefined
  readonly exclusive?: boolean | undefined
  readonly ordered?: boolean | undefined
  readonly batch?: boolean | undefined
  readonly update?: boolean | undefined
}

export interface Subscribed {
  readonly name: string
  readonly events: Events
  readonly created: boolean
  readonly active: boolean
  /** The next seq it will see. */
  readonly startSeq: number
  /** What holds now: its own, its queue's, or the default. A client that extends at half-time has to know it. */
  readonly ackDeadlineMs: number
}

export interface Nack {
  readonly delayMs?: number | undefined
  readonly reason?: string | undefined
  /** Give it up now. */
  readonly dead?: boolean | undefined
}

export interface SettleInput {
  readonly name: string
  readonly acked: readonly (readonly [number, number])[]
  readonly nacked: readonly (Nack & { readonly seq: number; readonly attempt?: number | undefined })[]
  readonly extend: readonly number[]
  /** Nobody waits for an answer: it need not be written at once, but within 250 ms as plain acks are. */
  readonly unconfirmed?: boolean | undefined
}

export interface Settled {
  readonly settled: number
  readonly ignored: readonly (readonly [number, number])[]
}

/** What a person does to one delivery. */
export interface DeliveryAction {
  /** `retry`: its next try is due now. `dead`: it is given up, whoever has it. `redeliver`: the message is sent again, as a copy. */
  readonly action: 'retry' | 'dead' | 'redeliver'
  /** Why it is given up; left out: `given up by hand`. */
  readonly reason?: string | undefined
}

export interface RedriveOptions {
  /** How many letters are meant; where there are others, nothing is done. */
  readonly expectedCount?: number | undefined
  /** Copies per second at most; left out: as fast as the log takes them. */
  readonly perSecond?: number | undefined
  /** So many go first, and the rest only once these were settled: if one dies again, the job fails. */
  readonly tryFirst?: number | undefined
  readonly by?: Actor | undefined
}

/** What of a letter is other than it was, checked as a publish is. */
export interface LetterEdit extends Pick<PublishInput, 'payload' | 'headers' | 'bytes'> {}

export interface DeleteOptions extends Pick<RedriveOptions, 'expectedCount' | 'by'> {
  /** It begins so much later: until then it can be cancelled, and nothing was deleted. */
  readonly delayMs?: number | undefined
}

/** What a person may change of a subscription; what is left out stays. */
export type SubscriptionChange = Pick<SubscribeInput, 'events' | 'ackDeadlineMs' | 'exclusive'>

export interface PurgeInput {
  /** This one alone, instead of the whole queue. */
  readonly subscription?: string | undefined
  /** Inclusive; left out: everything that is committed. */
  readonly upToSeq?: number | undefined
}

/** A subscription was moved. */
export interface Sought {
  /** The next seq it will see. */
  readonly startSeq: number
  /** Deliveries that ended without being settled. */
  readonly skipped: number
  /** Messages that are sent again, or for the first time, although it was past them. */
  readonly resent: number
}

export type BrokerStatus = 'starting' | 'standby' | 'running' | 'storage' | 'closing' | 'lost'

/** What changed, for whoever shows it. `queue` where it is one queue's. */
export interface Changed {
  readonly topic: 'queues' | 'messages' | 'subscriptions' | 'connections' | 'deadLetters' | 'jobs' | 'activity'
  readonly queue: string | null
}

export interface BrokerApi {
  // ------------------------------------------------ life
  readonly status: BrokerStatus
  readonly startedAt: number
  /** Whether a first publish or subscribe makes a queue. */
  readonly autoCreates: boolean
  /** Since when the log fails, for as long as `status` is `storage`. */
  readonly storageAwayAt: number | null
  /** Acquires the log and takes up where its last owner stopped. Resolves once it accepts publishes. */
  start(): Promise<void>
  /** Refuses new work (`E_CLOSING`), commits what was accepted, writes every state, gives back what is in flight, releases. */
  drain(): Promise<void>

  // ------------------------------------------------ publishing
  /** Calls `confirm` exactly once: never before the message is durable (queued) or sent (real time). */
  publish(input: PublishInput, publisher: Link | null, confirm: (outcome: PublishOutcome) => void): void

  // ------------------------------------------------ connections and subscriptions
  connect(link: Link): void
  /** The link is gone: what it held goes back at once, and is no failure. */
  disconnect(link: Link): void
  /** One of its sockets left a queue, the link lives on. */
  leave(link: Link, queue: string): void
  /** Adds events in real time; answers the merged ones. `dialect` subscriptions count like any other. */
  subscribeRealtime(link: Link, outlet: Outlet, queue: string, events: Events): Promise<Events>
  /** Leaves some events, or all of them in real time where `events` is undefined. */
  unsubscribeRealtime(link: Link, queue: string, events?: Events): void
  /** @throws BrokerError E_UNKNOWN_QUEUE, E_CONFLICT (it exists with other options), E_BAD_REQUEST, E_STORAGE, E_CLOSING */
  subscribe(link: Link, outlet: Outlet, input: SubscribeInput): Promise<Subscribed>
  /** Detaches; `drain` finishes what is in flight first; `forever` deletes. @throws BrokerError E_NO_SUBSCRIPTION */
  unsubscribe(link: Link, queue: string, name: string, how: 'detach' | 'drain' | 'forever'): Promise<void>

  // ------------------------------------------------ settlement: only what this link holds, and only this attempt
  ack(link: Link, queue: string, subscription: string, seq: number, attempt: number): void
  nack(link: Link, queue: string, subscription: string, seq: number, attempt: number, nack: Nack): void
  /** Resolves when it is on disk. */
  settle(link: Link, queue: string, input: SettleInput): Promise<Settled>

  // ------------------------------------------------ what people ask for; `by` is told in the activity
  createQueue(name: string, settings?: Partial<QueueSettings>, by?: Actor): Promise<QueueView>
  updateQueue(name: string, settings: Partial<QueueSettings>, by?: Actor): Promise<QueueView>
  pauseQueue(name: string, paused: boolean, by?: Actor): Promise<void>
  deleteSubscription(queue: string, name: string, by?: Actor): Promise<void>
  /** Closes a connection; `reconnect: false` tells its client to stay away. @throws BrokerError E_NOT_FOUND */
  closeLink(id: string, reconnect: boolean, by?: Actor): void
  /**
   * Takes a delayed message out of the schedule. `false`: it is unknown, due already, or being cancelled.
   * @throws BrokerError E_UNKNOWN_QUEUE
   */
  cancelScheduled(queue: string, id: string, by?: Actor): Promise<boolean>
  /**
   * Answers the seq that it was about, for `redeliver` that of the copy. @throws BrokerError E_UNKNOWN_QUEUE,
   * E_NO_SUBSCRIPTION, E_CONFLICT (the delivery is in another state, which the message says), E_NOT_FOUND (no such message)
   */
  actOnDelivery(
    queue: string,
    name: string,
    seq: number,
    action: DeliveryAction,
    by?: Actor,
  ): Promise<{ readonly seq: number }>

  // ------------------------------------------------ jobs: each resolves when it is on disk, and runs then
  /**
   * Sends dead letters again, each to its own subscription alone. Letters that die from now on are not meant, and items
   * that are not there are left out. @throws BrokerError E_CONFLICT when `expectedCount` differs
   */
  redrive(selection: LetterFilter, options?: RedriveOptions): Promise<Job>
  /**
   * Sends one again with another payload or headers, to its own subscription alone: the letter leaves the list in the
   * commit that holds the copy. Answers the copy's seq. @throws BrokerError E_NOT_FOUND (there is no such letter),
   * E_NO_SUBSCRIPTION, E_FULL, E_TOO_LARGE, E_BUSY, E_STORAGE, E_CLOSING
   */
  redriveEdited(letter: LetterRef, edit: LetterEdit, by?: Actor): Promise<{ readonly seq: number }>
  /** Deletes dead letters for good. @throws BrokerError E_CONFLICT when `expectedCount` differs */
  deleteLetters(selection: LetterFilter, options?: DeleteOptions): Promise<Job>
  /** Those that run and the last 100 that ended, newest first. */
  jobs(): readonly Job[]
  /** @throws BrokerError E_NOT_FOUND */
  job(id: string): Job
  /** Resolves when the page under way is done and the job has ended. @throws BrokerError E_NOT_FOUND, E_CONFLICT when it had ended */
  cancelJob(id: string, by?: Actor): Promise<Job>

  // ------------------------------------------------ what moves many at once
  /**
   * For what comes after the point reached.
   * @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION, E_BAD_REQUEST
   */
  updateSubscription(queue: string, name: string, change: SubscriptionChange, by?: Actor): Promise<SubscriptionView>
  /**
   * Ends every delivery up to a seq, in flight or not: answers how many messages are out of reach now, or, for one
   * subscription, how many of its deliveries had not been settled. @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION
   */
  purge(queue: string, input?: PurgeInput, by?: Actor): Promise<number>
  /**
   * Moves a subscription forward (skips) or back (sends again, also what was settled). Before the queue's first message
   * is at it, beyond its last is after it. @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION
   */
  seek(queue: string, name: string, from: From, by?: Actor): Promise<Sought>
  /** What `seek` would answer now; changes nothing. @throws the same */
  foreseeSeek(queue: string, name: string, from: From): Promise<Sought>
  /** Takes a consumer off by hand, until it subscribes again. @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION */
  detach(queue: string, name: string, connection: string, by?: Actor): void
  /**
   * The queue, its messages and its subscriptions are gone; dead letters stay. Publishes that wait are refused. For 60 s
   * its name is made again by `createQueue` alone. @throws BrokerError E_UNKNOWN_QUEUE
   */
  deleteQueue(name: string, by?: Actor): Promise<void>

  // ------------------------------------------------ looking changes nothing
  /** Broker time: letters and activities are dated by it. */
  now(): number
  queues(): readonly QueueView[]
  /** @throws BrokerError E_UNKNOWN_QUEUE */
  queue(name: string): QueueView
  subscriptions(queue?: string): readonly SubscriptionView[]
  /** @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION */
  subscription(queue: string, name: string): SubscriptionView
  links(): readonly LinkView[]
  /** Who would get a message published now; with a key, who waits for another one of it. */
  audience(queue: string, event: string, delivery: Delivery, key?: string): Audience
  /** Every delivery of one message, as far as memory knows: `dead` letters' details are the log's. Sorted by name. */
  deliveries(queue: string, message: MessageRef): readonly DeliveryView[]
  /** The same of each of many. */
  deliveriesOfEach(queue: string, messages: readonly MessageRef[]): readonly (readonly DeliveryView[])[]
  /** One subscription's; also where it began after the message. @throws E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION */
  delivery(queue: string, name: string, message: MessageRef): DeliveryView | null
  /** Seqs of a subscription in one state, ascending: `inFlight`, `retrying`, `pending` (given back and waiting). At most 10,000. */
  openSeqs(queue: string, subscription: string, state: 'inFlight' | 'retrying' | 'pending'): readonly number[]
  /** Clients that were present in the last 24 h, those present now included. */
  presence(queue: string): readonly Presence[]
  rates(queue?: string): RateSeries
  totals(): Totals
  /** Called at each change while somebody listens; nobody listening costs nothing. Returns its end. */
  watch(listener: (changed: Changed) => void): () => void
  /** Called with each message of a queue as it is dispatched in real time or committed. Returns its end. */
  tail(queue: string, listener: (message: Message) => void): () => void
}

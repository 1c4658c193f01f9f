/**
 * The words of the model as types. `payload` is JSON text everywhere inside the broker: it is measured and written as
 * text once, at the door, and never parsed again on its way to a subscriber.
 * Times are epoch milliseconds of the broker's clock; transports turn them into ISO strings.
 */

export type Delivery = 'queued' | 'realtime'

/** A queue's own settings; `null` means the broker's default (`QUEUE_DEFAULTS`). */
export interface QueueSettings {
  delivery: Delivery | null
  ackDeadlineMs: number | null
  maxFailures: number | null
  retentionMs: number | null
  maxBytes: number | null
}

/** One message, as it was published. Immutable but for `encoded`. */
export interface Message {
  readonly id: string
  /** Its place in the queue; `null` in real time. */
  readonly seq: number | null
  readonly queue: string
  readonly event: string
  /** JSON text, at most 256 KiB in UTF-8. */
  readonly payload: string
  readonly key: string | null
  readonly headers: Readonly<Record<string, string>> | null
  readonly publishedAt: number
  /** Epoch milliseconds after which it is never dispatched. */
  readonly expiresAt: number | null
  /** UTF-8 bytes of payload, headers and names: what limits are counted in. */
  readonly bytes: number
  /** Label of the publishing connection, for people. */
  readonly publisher: string | null
  /** The one subscription that a redriven copy is for; `null` for everybody. */
  readonly only: string | null
  /** A transport's place to keep its encoded frame, so that a fan-out encodes once. */
  encoded?: unknown
}

/** A message in the log. */
export interface QueuedMessage extends Message {
  readonly seq: number
}

/**
 * A message's place in its queue, in the order in which subscribers saw it. A queued one is at `{ seq, ord: 0 }`; a
 * real-time one comes after the queued one dispatched last: `{ seq: that one's, ord: 1, 2, … }`.
 */
export interface Position {
  readonly seq: number
  readonly ord: number
}

/** `*` stands alone and means all events. */
export type Events = readonly string[]

export type DeliveryState =
  | 'pending'
  | 'inFlight'
  | 'retrying'
  | 'acked'
  | 'dead'
  | 'expired'
  | 'purged'
  | 'scheduled'
  | 'delivered'
  | 'missed'

/** One try of one delivery. `outcome` is `inFlight` while its consumer has it. */
export interface Attempt {
  readonly attempt: number
  readonly at: number
  readonly endedAt: number | null
  readonly outcome: 'inFlight' | 'acked' | 'nacked' | 'deadline' | 'disconnected'
  /** Label of the connection that had it, else its id. */
  readonly consumer: string
  readonly reason: string | null
  /** When the next try is due, after a failure. */
  readonly retryAt: number | null
}

/** A delivery that was given up: a copy that outlives the log's retention. */
export interface DeadLetter {
  readonly queue: string
  readonly subscription: string
  readonly seq: number
  readonly message: QueuedMessage
  readonly reason: string
  readonly attempts: readonly Attempt[]
  readonly deadAt: number
}

/** A delayed message that is not due yet. It has no seq; it gets one, and its `publishedAt`, when it is due. */
export interface Scheduled {
  /** `seq` is `null`; `expiresAt` counts from when it is due. */
  readonly message: Message
  readonly dueAt: number
  /** How long after it is due it expires. */
  readonly ttlMs: number | null
}

/** Deliveries of a subscription that ended without being settled: `from` ≤ seq ≤ `to`, as far as they were unsettled then. */
export interface Skip {
  readonly from: number
  readonly to: number
  readonly at: number
  /** A person emptied the queue, a person moved the subscription forward, or retention took them. */
  readonly cause: 'purged' | 'moved' | 'aged'
}

/** Which dead letters are meant. All conditions hold together; one that is left out does not count. */
export interface LetterFilter {
  readonly queue?: string | undefined
  readonly subscription?: string | undefined
  readonly event?: string | undefined
  readonly key?: string | undefined
  readonly reason?: string | undefined
  /** Anywhere in the reason, or in the payload's JSON text; upper and lower case alike. */
  readonly reasonText?: string | undefined
  readonly text?: string | undefined
  /** Epoch milliseconds of `deadAt`; both ends belong to it. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  /** These alone. */
  readonly items?: readonly LetterRef[] | undefined
}

export interface LetterRef {
  readonly queue: string
  readonly subscription: string
  readonly seq: number
}

export type JobKind = 'redrive' | 'deleteDeadLetters'

/** `running` → `done`, `cancelled` by a person, or `failed` (with its `reason`). A job outlives a restart, and goes on. */
export type JobState = 'running' | 'done' | 'cancelled' | 'failed'

/** Long work on dead letters. Its letters leave the list as it goes, so running it again repeats nothing. */
export interface Job {
  /** A UUIDv7. */
  readonly id: string
  readonly kind: JobKind
  readonly state: JobState
  readonly filter: LetterFilter
  /** Copies per second at most; `null`: as fast as the log takes them. */
  readonly perSecond: number | null
  /** So many go first, and the rest only once these were acknowledged. */
  readonly tryFirst: number | null
  /** Nothing is done before this time: until then it can be called off as if it had never been. `null`: it began at once. */
  readonly startsAt: number | null
  /** Who asked for it. */
  readonly by: Actor
  readonly total: number
  readonly done: number
  readonly reason: string | null
  readonly createdAt: number
  readonly endedAt: number | null
}

/** Who did something: the broker by itself, a person in the dashboard, a script over the API, or a client by its socket. */
export interface Actor {
  readonly kind: 'broker' | 'dashboard' | 'api' | 'client'
  /** What it calls itself; never an identity. */
  readonly name: string | null
  readonly address: string | null
}

export const BROKER: Actor = { kind: 'broker', name: null, address: null }

/** What people and the broker did, for people. `text` is one sentence. */
export interface Activity {
  /** A UUIDv7: the tie-break of two at the same time. */
  readonly id: string
  readonly at: number
  readonly kind: ActivityKind
  readonly queue: string | null
  readonly subscription: string | null
  /** The job that it is about. */
  readonly job: string | null
  readonly by: Actor
  readonly text: string
}

export type ActivityKind =
  | 'queueCreated'
  | 'queueChanged'
  | 'queuePaused'
  | 'queueResumed'
  | 'queuePurged'
  | 'queueDeleted'
  | 'subscriptionCreated'
  | 'subscriptionChanged'
  | 'subscriptionMoved'
  | 'subscriptionPurged'
  | 'subscriptionDeleted'
  | 'subscriptionExpired'
  | 'consumerDetached'
  | 'connectionClosed'
  | 'scheduledCancelled'
  | 'deliveryRedelivered'
  | 'deliveryGivenUp'
  | 'redriveStarted'
  | 'deadLettersRedriven'
  | 'deletionStarted'
  | 'deadLettersDeleted'
  | 'retentionWarning'
  | 'retentionRemoved'
  | 'agingHeld'

/** A named client's stay with some events of a queue; `to` is `null` while it lasts. Half-open: `from` ≤ position < `to`. */
export interface Presence {
  readonly client: string
  readonly queue: string
  readonly events: Events
  readonly from: Position
  readonly fromAt: number
  readonly to: Position | null
  readonly toAt: number | null
  /** It unsubscribed: what comes later is not missed. */
  readonly left: boolean
}

/** What was counted in one minute, of one queue or of all of them. */
export interface Minute {
  /** 0: of all. */
  readonly queueId: number
  /** When it began. */
  readonly at: number
  readonly published: number
  readonly publishedRealtime: number
  readonly delivered: number
  readonly deliveredRealtime: number
  readonly acked: number
  readonly missed: number
  /** At its end. */
  readonly waiting: number
}

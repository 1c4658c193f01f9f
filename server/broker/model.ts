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

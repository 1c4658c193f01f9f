import type { ManagerOptions } from 'socket.io-client'
import type {
  Delivery,
  PublishMessage,
  PublishResult,
  Refusal,
  WireMessage,
  SubscribeOptions as WireSubscribe,
} from '../protocol.ts'
import type { HoldlineError } from './errors.ts'
import type { LinkState } from './link.ts'

export interface ConnectOptions {
  /** Label of this client: what people see, and what `missed` is told of. Not an identity. */
  readonly client?: string | undefined
  /** Where the broker wants one. A function is asked again at each reconnect. */
  readonly token?: string | (() => string | Promise<string>) | undefined
  /** Called at each change of the connection. */
  readonly onState?: ((state: LinkState) => void) | undefined
  /** Called with what no promise tells: a subscription that ended, a real-time handler that threw. Default: `console.error`. */
  readonly onError?: ((error: unknown) => void) | undefined
  /** Given to Socket.IO's Manager: `transports`, `path`, `extraHeaders`, `reconnectionDelay`… */
  readonly socket?: Partial<ManagerOptions> | undefined
}

/** What to publish. Without an `id` it gets a UUIDv7, so that sending it again stores it once. */
export type Publishable<T = unknown> = Omit<PublishMessage, 'payload'> & { readonly payload?: T }

export interface PublishOptions {
  /** Gives the publish up. What went out already may still be stored: see `PublishError.uncertain`. */
  readonly signal?: AbortSignal | undefined
  /** Gives it up after so long, waiting for a connection included. Default: never. */
  readonly timeoutMs?: number | undefined
}

/** How a publish ended well: stored with a `seq`, sent in real time to `recipients`, or due at `dueAt`. */
export type Confirm = Exclude<PublishResult, Refusal>

/** A message as its subscriber gets it. `T` is what you know its payload to be: nothing checks it. */
export type Message<T = unknown> = Omit<WireMessage, 'payload'> & { readonly payload: T }

export interface HandlerContext {
  /**
   * Fires when this attempt is no longer ours: the connection broke, the deadline passed, the subscription was
   * deleted. What the handler does from then on settles nothing.
   */
  readonly signal: AbortSignal
}

/** Returning (or resolving) acknowledges the message; throwing makes the broker send it again: see `Nack`. */
export type Handler<T> = (message: Message<T>, context: HandlerContext) => unknown

/**
 * attaching → active ⇄ standby ⇄ paused
 * any → detached (the connection broke; it attaches again by itself) → active
 * any → closed (by us), deleted (by someone at the broker), failed (the broker refuses it): final
 */
export type SubscriptionState =
  | 'attaching'
  | 'active'
  | 'standby'
  | 'paused'
  | 'detached'
  | 'closed'
  | 'deleted'
  | 'failed'

export interface SubscribeOptions extends Omit<WireSubscribe, 'batch' | 'delivery'> {
  /** Queued where there is a `name`, else real time. */
  readonly delivery?: Delivery | undefined
  /** Handlers of this subscription under way at once. Default 1: one at a time, in order. Queued only. */
  readonly concurrency?: number | undefined
  /** How long a handler may take before its message is no longer extended, so that the broker retries it. Default 1 h. */
  readonly maxHandlingMs?: number | undefined
  readonly onState?: ((state: SubscriptionState) => void) | undefined
  /** Real time: so many messages were dropped, because this client read too slowly. */
  readonly onGap?: ((gap: { readonly dropped: number }) => void) | undefined
}

/** A subscription of this client. */
export interface Subscription {
  readonly queue: string
  /** `null` in real time. */
  readonly name: string | null
  readonly state: SubscriptionState
  /** Why it is `failed`. */
  readonly error: HoldlineError | null
  /**
   * Stops: running handlers finish, their settlements are confirmed, what waits goes back to the broker. The durable
   * subscription itself stays, and gathers.
   */
  close(): Promise<void>
  /**
   * Deletes a durable subscription at the broker, with its backlog, for all its consumers; in real time the same as
   * `close`. @throws HoldlineError the broker's refusal, or E_DISCONNECTED while there is no connection
   */
  delete(): Promise<void>
}

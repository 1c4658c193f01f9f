import type { WireError } from './errors.ts'
import type { LIMITS } from './limits.ts'
import type { Delivery, Headers, PublishBatchResult, PublishMessage, PublishResult } from './publish.ts'
import type { SettleOptions, SettleResult } from './settle.ts'
import type { SubscribeOptions, SubscribeResult, UnsubscribeOptions, UnsubscribeResult } from './subscribe.ts'

/** A message as a subscriber gets it. Absent fields are left out, never null. Clients ignore fields they do not know. */
export interface WireMessage {
  readonly id: string
  /** Its place in the queue; null in real time. */
  readonly seq: number | null
  readonly queue: string
  readonly event: string
  readonly payload: unknown
  readonly key?: string
  readonly headers: Headers
  /** ISO time with ms. */
  readonly publishedAt: string
  /** The mode of this delivery, which need not be the one it was published with. */
  readonly delivery: Delivery
  /** The named subscription it is for; null in real time. */
  readonly subscription: string | null
  /** Dispatches of it so far, from 1. */
  readonly attempt: number
}

/** Several messages of one subscription that asked for `batch`; settled by `settle`. */
export interface WireBatch {
  readonly subscription: string
  readonly messages: readonly WireMessage[]
}

export type SubscriptionState = 'active' | 'standby' | 'paused' | 'detached' | 'deleted'

/** `detached`: by hand, until it subscribes again. `name` is null where the queue was deleted and with it what this socket had in real time. */
export interface SubscriptionChange {
  readonly name: string | null
  readonly state: SubscriptionState
}

/** `ack()` for done, `ack({ nack: true, … })` for try again. */
export type AckAnswer =
  | null
  | true
  | { readonly ack: true }
  | { readonly nack: true; readonly delayMs?: number; readonly reason?: string; readonly dead?: boolean }

/** What the broker sends. */
export interface ServerEvents {
  message: (message: WireMessage, ack?: (answer?: AckAnswer) => void) => void
  messages: (batch: WireBatch) => void
  /** Real-time messages that were dropped because this link had too much unsent. */
  gap: (gap: { readonly dropped: number }) => void
  subscription: (change: SubscriptionChange) => void
  hello: (hello: Hello) => void
  closing: (closing: { readonly reconnectAfterMs: number }) => void
  /** A refusal that nobody gave a callback for. */
  refused: (refused: Refused) => void
  /** The @nmq/q dialect's delivery: the payload alone. */
  trigger: (payload: unknown) => void
}

export interface Hello {
  readonly protocol: number
  readonly limits: typeof LIMITS
}

export interface Refused {
  readonly queue?: string
  readonly event?: string
  readonly id?: string
  readonly error: WireError
}

/** What a client sends. On `/` it is `publish` alone. */
export interface ClientEvents {
  publish: {
    (message: QueueOptional, ack?: (result: PublishResult) => void): void
    (messages: readonly QueueOptional[], ack?: (result: PublishBatchResult) => void): void
  }
  subscribe: (options: SubscribeOptions, ack?: (result: SubscribeResult) => void) => void
  unsubscribe: (options?: UnsubscribeOptions, ack?: (result: UnsubscribeResult) => void) => void
  settle: (options: SettleOptions, ack?: (result: SettleResult) => void) => void
}

/** Inside a queue's namespace `queue` may be left out. */
export type QueueOptional = Omit<PublishMessage, 'queue'> & { readonly queue?: string }

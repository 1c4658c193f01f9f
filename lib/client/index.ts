/** The client for Node and browsers: docs/client.md. */
export { type Client, connect } from './client.ts'
export { type ClientErrorCode, HoldlineError, Nack, PublishError } from './errors.ts'
export type { LinkState } from './link.ts'
export type {
  Confirm,
  ConnectOptions,
  Handler,
  HandlerContext,
  Message,
  Publishable,
  PublishOptions,
  SubscribeOptions,
  Subscription,
  SubscriptionState,
} from './options.ts'

/**
 * The Socket.IO contract, version 1: schemas, names, limits, error codes, and the types of every message in and out.
 * Input is strict (an unknown field is refused), output is lenient (clients ignore what they do not know).
 */

export {
  accept,
  type Checked,
  ERROR_CODES,
  type ErrorCode,
  isRetryable,
  refuse,
  type WireError,
  wireError,
} from './protocol/errors.ts'
export { type Handshake, readHandshake } from './protocol/handshake.ts'
export { isRecord } from './protocol/is-record.ts'
export { DEFAULT_ACK_DEADLINE_MS, DEFAULT_CREDIT, LIMITS, PROTOCOL_VERSION } from './protocol/limits.ts'
export type {
  AckAnswer,
  ClientEvents,
  Hello,
  QueueOptional,
  Refused,
  ServerEvents,
  SubscriptionChange,
  SubscriptionState,
  WireBatch,
  WireMessage,
} from './protocol/messages.ts'
export {
  ALL_EVENTS,
  DASHBOARD_NAMESPACE,
  EVENTS_PATTERN,
  isLabel,
  isName,
  isPlainText,
  NAME_PATTERN,
} from './protocol/name-rule.ts'
export { eventsSchema, nameSchema, textSchema } from './protocol/names.ts'
export { type EncodedPayload, encodePayload, payloadFault, utf8Bytes } from './protocol/payload.ts'
export {
  type CheckedPublish,
  checkPublish,
  type Delivery,
  deliverySchema,
  type Headers,
  headersSchema,
  type PublishBatchResult,
  type PublishMessage,
  type PublishResult,
  publishSchema,
  type Refusal,
} from './protocol/publish.ts'
export {
  type Acknowledgement,
  checkSettle,
  readAcknowledgement,
  type SettleOptions,
  type SettleResult,
  settleSchema,
} from './protocol/settle.ts'
export {
  type CheckedUnsubscribe,
  checkSubscribe,
  checkUnsubscribe,
  fromSchema,
  type QueuedSubscribe,
  type RealtimeSubscribe,
  type SubscribeOptions,
  type SubscribeResult,
  subscribeSchema,
  type UnsubscribeOptions,
  type UnsubscribeResult,
  unsubscribeSchema,
} from './protocol/subscribe.ts'

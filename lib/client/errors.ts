import type { ErrorCode, WireError } from '../protocol.ts'

/** What only a client can run into, beside the broker's own codes. */
export type ClientErrorCode =
  /** The connection broke, or the broker told this client to stay away. */
  | 'E_DISCONNECTED'
  /** The time that the caller gave is over. */
  | 'E_TIMEOUT'
  /** The caller's signal fired. */
  | 'E_ABORTED'
  /** This client was closed. */
  | 'E_CLOSED'
  /** Sent, never answered, and by now so old that the broker would no longer know a second one as a duplicate. */
  | 'E_UNCERTAIN'

interface Detail {
  readonly retryable?: boolean | undefined
  readonly retryAfterMs?: number | undefined
  /** The input at fault. */
  readonly field?: string | undefined
  readonly cause?: unknown
}

/** Anything that went wrong between this client and the broker. `code` is stable, the text is for people. */
export class HoldlineError extends Error {
  override readonly name: string = 'HoldlineError'
  readonly code: ErrorCode | ClientErrorCode
  /** The same request may succeed later. */
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly field: string | undefined

  constructor(code: ErrorCode | ClientErrorCode, message: string, detail: Detail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.code = code
    this.retryable = detail.retryable ?? false
    this.retryAfterMs = detail.retryAfterMs
    this.field = detail.field
  }
}

/** A publish that was given up. */
export class PublishError extends HoldlineError {
  override readonly name = 'PublishError'
  /** Id of the message: publishing again with it within 5 minutes cannot store it twice. */
  readonly id: string
  /** It went out and was never answered: it may have been stored or sent all the same. */
  readonly uncertain: boolean

  constructor(id: string, uncertain: boolean, reason: HoldlineError) {
    super(reason.code, reason.message, reason)
    this.id = id
    this.uncertain = uncertain
  }
}

/**
 * Throw it in a handler to say how the broker should go on with the message; any other error retries it with the
 * broker's own backoff, its text being the reason.
 */
export class Nack extends Error {
  override readonly name = 'Nack'
  /** Wait so long before the next attempt. */
  readonly delayMs: number | undefined
  /** Give it up now: it becomes a dead letter. */
  readonly dead: boolean | undefined

  constructor(reason: string, how: { delayMs?: number; dead?: boolean; cause?: unknown } = {}) {
    super(reason, how.cause === undefined ? undefined : { cause: how.cause })
    this.delayMs = how.delayMs
    this.dead = how.dead
  }
}

/** The broker's refusal as an error. */
export function refusal(error: WireError): HoldlineError {
  return new HoldlineError(error.code, error.message, error)
}

export function closed(): HoldlineError {
  return new HoldlineError('E_CLOSED', 'This client is closed.')
}

/** For what is never sent twice. */
export function unanswered(): HoldlineError {
  return new HoldlineError('E_DISCONNECTED', 'The connection broke before the broker answered.')
}

/** What a namespace answers instead of a welcome: always final (docs/protocol.md, handshake). */
export function refusedConnect(error: Error & { data?: unknown }): HoldlineError {
  const code = codeIn(error.data)
  return new HoldlineError(code ?? 'E_DISCONNECTED', error.message, { cause: error })
}

const HANDSHAKE_CODES = ['E_NAME', 'E_AUTH', 'E_FORBIDDEN', 'E_VERSION'] as const

function codeIn(data: unknown): (typeof HANDSHAKE_CODES)[number] | undefined {
  const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined
  return HANDSHAKE_CODES.find((known) => known === code)
}

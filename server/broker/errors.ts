import { StorageError } from './ports.ts'

/** Why the broker said no. The wire's codes (lib/protocol.ts) are the same words; each transport maps them exhaustively. */
export type BrokerErrorCode =
  | 'E_BAD_REQUEST'
  | 'E_NAME'
  | 'E_TOO_LARGE'
  | 'E_UNKNOWN_QUEUE'
  | 'E_NO_SUBSCRIPTION'
  | 'E_NOT_FOUND'
  | 'E_CONFLICT'
  | 'E_BUSY'
  | 'E_FULL'
  | 'E_STORAGE'
  | 'E_CLOSING'

/** A refusal that its reader can act on. `field` names the input at fault, `retryAfterMs` when it is worth trying again. */
export class BrokerError extends Error {
  readonly code: BrokerErrorCode
  readonly field: string | undefined
  readonly retryAfterMs: number | undefined

  constructor(
    code: BrokerErrorCode,
    message: string,
    detail: { field?: string; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'BrokerError'
    this.code = code
    this.field = detail.field
    this.retryAfterMs = detail.retryAfterMs
  }
}

/** A read of the log that failed refuses what needed it; everything else goes on as it is. @throws always */
export function refuseUnread(error: unknown): never {
  throw error instanceof StorageError ? unreadable(error) : error
}

/** The log did not answer a read. */
export function unreadable(cause: unknown): BrokerError {
  return new BrokerError('E_STORAGE', 'the log could not be read; try again shortly', { retryAfterMs: 1_000, cause })
}

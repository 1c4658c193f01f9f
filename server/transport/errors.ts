import { type ErrorCode, type WireError, wireError } from '../../lib/protocol.ts'
import { BrokerError, type BrokerErrorCode } from '../broker/errors.ts'
import type { TransportLogger } from './deps.ts'

/** The one place where the core's codes become the wire's. */
function codeOf(code: BrokerErrorCode): ErrorCode {
  switch (code) {
    case 'E_BAD_REQUEST':
    case 'E_NAME':
    case 'E_TOO_LARGE':
    case 'E_UNKNOWN_QUEUE':
    case 'E_NO_SUBSCRIPTION':
    case 'E_NOT_FOUND':
    case 'E_CONFLICT':
    case 'E_BUSY':
    case 'E_FULL':
    case 'E_STORAGE':
    case 'E_CLOSING':
      return code
  }
}

export function brokerRefusal(error: BrokerError): WireError {
  return wireError(codeOf(error.code), error.message, { field: error.field, retryAfterMs: error.retryAfterMs })
}

/** An error that nobody expected is logged here, and its text goes to nobody. */
export function toWire(error: unknown, logger: TransportLogger): WireError {
  if (error instanceof BrokerError) return brokerRefusal(error)
  logger.error({ err: error }, 'A request failed for a reason that is a fault of the broker.')
  return wireError('E_STORAGE', 'the broker failed at this; its log says why')
}

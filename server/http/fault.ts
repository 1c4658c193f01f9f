/** Every way to say no over HTTP, in one shape. */
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type ErrorCode, type WireError, wireError } from '../../lib/protocol.ts'
import { BrokerError } from '../broker/errors.ts'
import { LeaseLostError, StorageError } from '../broker/ports.ts'
import { QueryTimeoutError } from '../store/queries/types.ts'

const STATUS: Record<ErrorCode, ContentfulStatusCode> = {
  E_BAD_REQUEST: 400,
  E_NAME: 400,
  E_VERSION: 400,
  E_AUTH: 401,
  E_FORBIDDEN: 403,
  E_UNKNOWN_QUEUE: 404,
  E_NO_SUBSCRIPTION: 404,
  E_NOT_FOUND: 404,
  E_CONFLICT: 409,
  E_TOO_LARGE: 413,
  E_RATE: 429,
  E_BUSY: 503,
  E_STORAGE: 503,
  E_CLOSING: 503,
  E_FULL: 507,
}

interface Detail {
  readonly field?: string | undefined
  readonly retryAfterMs?: number | undefined
  /** Where the status is not the code's own: 415 and 500 have no code to themselves. */
  readonly status?: ContentfulStatusCode
  readonly cause?: unknown
}

/** A refusal with its status. `message` is for the one who asked: it never holds text of an unknown error. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly status: ContentfulStatusCode
  readonly body: WireError

  constructor(code: ErrorCode, message: string, detail: Detail = {}) {
    super(message, { cause: detail.cause })
    this.status = detail.status ?? STATUS[code]
    this.body = wireError(code, message, detail)
  }
}

export const badRequest = (message: string, field?: string): Fault => new Fault('E_BAD_REQUEST', message, { field })

function fromHono(error: HTTPException): Fault | null {
  if (error.status === 400) return badRequest('The body is not valid JSON.')
  if (error.status === 415) return wrongType()
  return null
}

export const wrongType = (): Fault =>
  new Fault('E_BAD_REQUEST', 'Send the body as application/json, with that Content-Type.', { status: 415 })

/** Its client went away in the middle of it: nobody is there to answer, and nothing is wrong here. */
const isBrokenOff = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ECONNRESET' && error.message === 'aborted'

const UNKNOWN = 'The broker could not answer because of a fault of its own. Its log says more.'

/** What an error becomes for the one who asked; `known` is false where only the log may have its text. */
export function faultOf(error: unknown): { fault: Fault; known: boolean } {
  if (error instanceof Fault) return { fault: error, known: true }
  if (error instanceof BrokerError) return { fault: new Fault(error.code, error.message, error), known: true }
  if (error instanceof StorageError || error instanceof LeaseLostError) {
    const message = 'Postgres could not answer. What is stored is safe; ask again in a moment.'
    return { fault: new Fault('E_STORAGE', message, { cause: error }), known: false }
  }
  if (error instanceof QueryTimeoutError) {
    const message = 'The search was stopped after 5 s. Narrow it: by time, event, key or fromSeq.'
    return { fault: new Fault('E_STORAGE', message, { cause: error }), known: true }
  }
  if (isBrokenOff(error)) return { fault: badRequest('The request ended before its body did.'), known: true }
  const fault = error instanceof HTTPException ? fromHono(error) : null
  if (fault !== null) return { fault, known: true }
  return { fault: new Fault('E_BUSY', UNKNOWN, { status: 500, cause: error }), known: false }
}

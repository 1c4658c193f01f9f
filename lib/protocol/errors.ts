/** Every code of the wire and of the HTTP API. Nothing else is ever answered. */
export const ERROR_CODES = [
  'E_BAD_REQUEST',
  'E_NAME',
  'E_VERSION',
  'E_TOO_LARGE',
  'E_UNKNOWN_QUEUE',
  'E_NO_SUBSCRIPTION',
  'E_NOT_FOUND',
  'E_CONFLICT',
  'E_AUTH',
  'E_FORBIDDEN',
  'E_BUSY',
  'E_RATE',
  'E_FULL',
  'E_STORAGE',
  'E_CLOSING',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['E_BUSY', 'E_RATE', 'E_FULL', 'E_STORAGE', 'E_CLOSING'])

/** Whether the same request may succeed later, unchanged. */
export function isRetryable(code: ErrorCode): boolean {
  return RETRYABLE.has(code)
}

/** A refusal as it stands on the wire. `field` names the input at fault. */
export interface WireError {
  readonly code: ErrorCode
  readonly message: string
  readonly retryable: boolean
  readonly retryAfterMs?: number
  readonly field?: string
}

/** Builds a refusal; whether it is retryable follows from its code. */
export function wireError(
  code: ErrorCode,
  message: string,
  detail: { field?: string | undefined; retryAfterMs?: number | undefined } = {},
): WireError {
  return {
    code,
    message,
    retryable: isRetryable(code),
    ...(detail.retryAfterMs === undefined ? {} : { retryAfterMs: detail.retryAfterMs }),
    ...(detail.field === undefined ? {} : { field: detail.field }),
  }
}

/** The outcome of checking something: its value, or why not. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError }

export function accept<T>(value: T): Checked<T> {
  return { ok: true, value }
}

export function refuse(
  code: ErrorCode,
  message: string,
  detail: { field?: string | undefined; retryAfterMs?: number | undefined } = {},
): { readonly ok: false; readonly error: WireError } {
  return { ok: false, error: wireError(code, message, detail) }
}

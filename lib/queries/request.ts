import type { ApiErrorBody, ApiErrorCode } from '../api.ts'
import { ERROR_CODES, isRecord } from '../protocol.ts'
import { tabHeader } from './tab.ts'

/** The broker said no, or could not be reached. `code` is `null` for the latter. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly code: ApiErrorCode | null
  readonly retryable: boolean
  /** The parameter or field at fault, where there is one. */
  readonly field: string | undefined
  readonly status: number

  constructor(status: number, body: ApiErrorBody | null, cause?: unknown) {
    super(body?.message ?? unreachable(status), cause === undefined ? undefined : { cause })
    this.status = status
    this.code = body?.code ?? null
    this.retryable = body?.retryable ?? true
    this.field = body?.field
  }
}

function unreachable(status: number): string {
  return status === 0 ? 'The broker does not answer.' : `The broker answered ${status} without saying why.`
}

export type Parameters = Readonly<Record<string, string | number | readonly string[] | undefined>>

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly query?: Parameters
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** It goes out also where the page is left meanwhile. Every DELETE does. */
  readonly keepalive?: boolean
}

/**
 * Calls the HTTP API on this page's own origin; the session's cookie goes along. The answer is trusted to be what
 * lib/api says: both come out of the same build. @throws ApiFailure
 */
export async function request<Answer>(path: string, call: Call = {}): Promise<Answer> {
  const response = await send(`/api${path}${queryText(call.query)}`, call)
  if (!response.ok) {
    const failure = new ApiFailure(response.status, await refusal(response))
    if (failure.code === 'E_AUTH' && path !== '/session') signedOut()
    throw failure
  }
  return answer<Answer>(response)
}

let signedOut: () => void = () => undefined

/** Called when an answer says that this browser's session is not, or no longer, known. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener
}

async function send(url: string, call: Call): Promise<Response> {
  const { method = 'GET', body, headers, signal } = call
  const sent: RequestInit = { method, headers: { accept: 'application/json', ...tabHeader(), ...headers } }
  if (signal !== undefined) sent.signal = signal
  // Who leaves a page still means what it deleted there.
  if (method === 'DELETE' || call.keepalive === true) sent.keepalive = true
  // Also without a body: the API takes JSON only, so that no foreign page can make a browser send one.
  if (method !== 'GET') sent.headers = { ...sent.headers, 'content-type': 'application/json' }
  if (body !== undefined) sent.body = JSON.stringify(body)
  try {
    return await fetch(url, sent)
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiFailure(0, null, cause)
  }
}

/** The one place where an answer gets its type. */
async function answer<Answer>(response: Response): Promise<Answer> {
  return (await response.json()) as Answer
}

async function refusal(response: Response): Promise<ApiErrorBody | null> {
  return readRefusal(await response.json().catch(() => null))
}

/** A refusal in an answer's body. By hand: the API's schemas are some 40 kB that no page needs otherwise. */
export function readRefusal(body: unknown): ApiErrorBody | null {
  const error = isRecord(body) ? body.error : null
  if (!isRecord(error)) return null
  const code = ERROR_CODES.find((one) => one === error.code)
  const { message, retryable, field } = error
  if (code === undefined || typeof message !== 'string' || typeof retryable !== 'boolean') return null
  return { code, message, retryable, ...(typeof field === 'string' && { field }) }
}

/** `?a=1&b=2`; what is `undefined` is left out, and of an array each comes under the name. */
function queryText(query: Parameters | undefined): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) for (const one of [value].flat()) search.append(name, String(one))
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

/** Once more after what may pass by itself; what the broker knows it does not have is not asked for twice. */
export function retryOnce(failures: number, error: unknown): boolean {
  return failures < 1 && (!(error instanceof ApiFailure) || error.retryable)
}

/** A name as a piece of a path. */
export const piece = encodeURIComponent

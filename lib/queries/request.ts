import type { z } from 'zod'

/** What the API refused, or what became of the way there. `code` is the broker's `E_…`, or `E_UNREACHABLE`. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly status: number
  readonly retryable: boolean
  readonly field: string | undefined
  constructor(code: string, message: string, status: number, retryable: boolean, field?: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
    this.status = status
    this.retryable = retryable
    this.field = field
  }
}

type Query = Readonly<Record<string, string | number | boolean | null | undefined>>

/** A path below `/api` with its query; `null`, `undefined` and empty values are left out. */
export function apiPath(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? `/api${path}` : `/api${path}?${text}`
}

/** One call of the API, its answer checked by `schema`. @throws ApiError; an aborted call rejects as fetch does. */
export async function request<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  init: { method?: string; body?: unknown; query?: Query; signal?: AbortSignal } = {},
): Promise<z.output<Schema>> {
  const response = await reach(apiPath(path, init.query), init)
  const body = await readJson(response)
  if (!response.ok) throw refusal(response.status, body)
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new ApiError(
    'E_VERSION',
    `The answer of ${path} is not what this page knows. Reload it.`,
    200,
    false,
    undefined,
    parsed.error,
  )
}

async function reach(url: string, init: { method?: string; body?: unknown; signal?: AbortSignal }): Promise<Response> {
  const options: RequestInit = { method: init.method ?? 'GET' }
  if (init.signal) options.signal = init.signal
  // The API wants the type on every write, also one without a body: it is what keeps foreign forms out.
  if (options.method !== 'GET') options.headers = { 'content-type': 'application/json' }
  if (init.body !== undefined) options.body = JSON.stringify(init.body)
  try {
    return await fetch(url, options)
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new ApiError('E_UNREACHABLE', 'The broker does not answer.', 0, true, undefined, cause)
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusal(status: number, body: unknown): ApiError {
  const error = field(body, 'error')
  const code = field(error, 'code')
  const message = field(error, 'message')
  const at = field(error, 'field')
  return new ApiError(
    typeof code === 'string' ? code : `HTTP ${status}`,
    typeof message === 'string' ? message : 'The broker gave no reason.',
    status,
    field(error, 'retryable') === true,
    typeof at === 'string' ? at : undefined,
  )
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

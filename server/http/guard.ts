/** What every request must pass before a route sees it. */
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Gate } from '../auth.ts'
import type { BrokerApi } from '../broker/api.ts'
import { type OriginPolicy, refusedOrigin } from '../origin.ts'
import { Fault, wrongType } from './fault.ts'

/** A publish of 256 KiB, or an edited letter, may be written with escapes, six bytes for one, and a batch has 1 MiB. */
const PUBLISH_BYTES = 2 * 1_048_576
const OTHER_BYTES = 65_536

function tooLarge(c: Context): never {
  // What is left of the body stays unread, so nothing else can come on this connection.
  c.header('Connection', 'close')
  throw new Fault('E_TOO_LARGE', 'The body is too large: 2 MiB for messages, 64 KiB for anything else.')
}

const publishLimit = bodyLimit({ maxSize: PUBLISH_BYTES, onError: tooLarge })
const otherLimit = bodyLimit({ maxSize: OTHER_BYTES, onError: tooLarge })

const hasPayload = (method: string, path: string): boolean =>
  method === 'POST' && (path.endsWith('/messages') || path === '/api/dead-letters/edit')

/** The limiter rebuilds a request whose length was not announced, which it cannot from the server's own lightweight one. */
function rebuild({ req }: Context): void {
  const { method, headers, body } = req.raw
  const init: RequestInit & { duplex: 'half' } = { method, headers, body, duplex: 'half' }
  req.raw = new Request(req.url, init)
}

/** @throws Fault E_TOO_LARGE, also for a body whose length was not announced. */
export const limitBody: MiddlewareHandler = (c, next) => {
  const chunked = c.req.header('transfer-encoding') !== undefined
  // Neither a length nor chunks: there is no body, which is how browsers send a DELETE.
  if (!chunked && c.req.header('content-length') === undefined) return next()
  if (chunked) rebuild(c)
  return hasPayload(c.req.method, c.req.path) ? publishLimit(c, next) : otherLimit(c, next)
}

/** What the broker says is true now, and may be different in a second. */
export const fresh: MiddlewareHandler = async (c, next) => {
  c.header('Cache-Control', 'no-store')
  await next()
}

/** Keeps pages of other sites out, also from what is open. Whose origin gets past may read answers. @throws Fault E_FORBIDDEN */
export const needOrigin =
  (policy: OriginPolicy): MiddlewareHandler =>
  async (c, next) => {
    const { host, origin, 'sec-fetch-site': site } = c.req.header()
    const why = refusedOrigin({ host, origin, 'sec-fetch-site': site }, policy)
    if (why !== null) throw new Fault('E_FORBIDDEN', why)
    await next()
  }

/** Health is open, and so is the door where the token is asked for. */
const isOpen = (method: string, path: string): boolean =>
  path === '/api/health' || (path === '/api/session' && method !== 'GET')

/** Lets through who has the token, or a cookie made from it. @throws Fault E_AUTH */
export const needToken =
  (gate: Gate): MiddlewareHandler =>
  async (c, next) => {
    const known =
      !gate.needed ||
      isOpen(c.req.method, c.req.path) ||
      gate.bearer(c.req.header('authorization')) ||
      gate.cookie(c.req.header('cookie'))
    if (!known) throw new Fault('E_AUTH', 'Send the token as "Authorization: Bearer …". HOLDLINE_TOKEN sets it.')
    await next()
  }

const hasBody = (headers: Headers): boolean =>
  headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0

/** A form of another site cannot send JSON without asking first, so nothing else is read. @throws Fault, status 415 */
export const needJson: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('content-type')
  const json = type !== undefined && /^application\/json\s*(;|$)/i.test(type)
  if (!json && (type !== undefined || hasBody(c.req.raw.headers)) && c.req.method !== 'GET') throw wrongType()
  await next()
}

const DESCRIPTION = '/api/openapi.json'

const WAITS: Partial<Record<BrokerApi['status'], string>> = {
  starting: 'The broker is starting.',
  standby: 'This process stands by: another one owns the database and answers for it.',
  lost: 'This process has lost the database to another one and is about to end.',
}

/** Before it owns the log a broker knows nothing, and an empty list would be a lie. @throws Fault E_BUSY */
export const needBroker =
  (broker: BrokerApi): MiddlewareHandler =>
  async (c, next) => {
    const why = isOpen(c.req.method, c.req.path) || c.req.path === DESCRIPTION ? undefined : WAITS[broker.status]
    if (why !== undefined) throw new Fault('E_BUSY', why, { retryAfterMs: 1_000 })
    await next()
  }

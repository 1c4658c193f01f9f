import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { type ErrorCode, wireError } from '../../lib/protocol.ts'
import { isAllowedOrigin, type OriginPolicy, refusedOrigin } from '../origin.ts'

/** What the engine knows; it answers any other with a bare 500. `OPTIONS` is answered by `cors` before it comes here. */
const METHODS: readonly unknown[] = ['GET', 'POST']

type EngineRequest = IncomingMessage & { readonly _query?: Readonly<Record<string, string>> }

/**
 * Checks every request of the engine, upgrades too. JSONP polling sends no Origin and is refused. New sessions are
 * refused while the broker closes; what runs goes on until its end.
 */
export function createGuard(policy: OriginPolicy, isClosing: () => boolean) {
  return (request: EngineRequest, response: ServerResponse, next: () => void): void => {
    const query = request._query ?? {}
    const why = query.j === undefined ? refusedOrigin(request.headers, policy) : 'JSONP polling is not supported.'
    if (why !== null) deny(request, response, 403, 'E_FORBIDDEN', why)
    else if (!METHODS.includes(request.method))
      deny(request, response, 400, 'E_BAD_REQUEST', 'Polling is GET and POST.')
    else if (isClosing() && query.sid === undefined) deny(request, response, 503, 'E_CLOSING', 'The broker closes.')
    else next()
  }
}

/** Which origins may read polling's answers, in the form that Socket.IO's `cors` takes. */
export function corsOf(policy: OriginPolicy) {
  return (
    request: { headers: IncomingHttpHeaders },
    answer: (error: null, options: { origin: boolean }) => void,
  ): void => answer(null, { origin: isAllowedOrigin(request.headers, policy) })
}

function deny(request: IncomingMessage, response: ServerResponse, status: number, code: ErrorCode, why: string): void {
  const body = JSON.stringify({ error: wireError(code, why) })
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
  // For an upgrade there is no response but the bare connection.
  if (request.headers.upgrade === undefined) response.writeHead(status, headers).end(body)
  else denyUpgrade(request, status, headers, body)
}

function denyUpgrade(request: IncomingMessage, status: number, headers: object, body: string): void {
  const lines = Object.entries({ ...headers, Connection: 'close' }).map(([name, value]) => `${name}: ${value}`)
  request.socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

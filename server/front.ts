/**
 * The one port: hands each request to the part that answers it. It listens before the rest is there, so that health can
 * say `starting`; a part that is not there yet is a 503 that says so.
 */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { Duplex } from 'node:stream'
import { type OriginPolicy, refusedOrigin } from './origin.ts'

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void

export interface Front {
  /** Socket.IO attaches itself here: it takes its own path's requests and upgrades before the rest. */
  readonly server: Server
  /** Socket.IO is attached. Until then its clients are turned away at once, not left hanging until they time out. */
  sockets: boolean
  /** Answers `/api` from now on. */
  api: RequestHandler | null
  /** Answers everything else from now on. */
  pages: Pages | null
}

export interface Pages {
  readonly request: RequestHandler
  /** Next's own WebSocket, for reloading pages while they are developed; `null` where they are built. */
  readonly upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | null
  close(): Promise<void>
}

/** The dashboard is nobody's frame: a click in it can delete messages. */
const pageHeaders = { 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' }

export function createFront(origins: OriginPolicy): Front {
  const front: Front = { server: createServer(), sockets: false, api: null, pages: null }
  front.server.on('request', (request, response) => answer(front, origins, request, response))
  front.server.on('upgrade', (request, socket, head) => {
    const path = pathOf(request)
    // Socket.IO's own listener takes these, and checks them itself.
    if (path.startsWith('/socket.io/') && front.sockets) return
    const reload = path.startsWith('/_next/') && refusedOrigin(request.headers, origins) === null
    if (reload && front.pages?.upgrade) front.pages.upgrade(request, socket, head)
    else socket.destroy()
  })
  return front
}

function answer(front: Front, origins: OriginPolicy, request: IncomingMessage, response: ServerResponse): void {
  const path = pathOf(request)
  if (path === '/api' || path.startsWith('/api/')) {
    if (front.api) front.api(request, response)
    else if (path === '/api/health') send(response, 503, { status: 'starting' })
    else refuse(response, 503, 'E_CLOSING', 'Holdline is starting.')
    return
  }
  if (path.startsWith('/socket.io/')) return refuse(response, 503, 'E_CLOSING', 'Holdline is starting.')
  const refusal = refusedPage(request.headers, origins)
  if (refusal !== null) return refuse(response, 403, 'E_FORBIDDEN', refusal)
  if (!front.pages) return refuse(response, 503, 'E_CLOSING', 'Holdline is starting: reload in a moment.')
  for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value)
  front.pages.request(request, response)
}

/** As for everything else, but that a link on another site may lead here: a page holds no data of its own. */
function refusedPage(headers: IncomingHttpHeaders, origins: OriginPolicy): string | null {
  const link = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return refusedOrigin(link ? { ...headers, 'sec-fetch-site': undefined } : headers, origins)
}

const pathOf = (request: IncomingMessage) => (request.url ?? '/').split('?', 1)[0] ?? '/'

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  send(response, status, { error: { code, message, retryable: status === 503 } })
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', 'retry-after': '1' })
  response.end(JSON.stringify(body))
}

/**
 * The one port: hands each request to the part that answers it. It listens before the rest is there, so that health can
 * say `starting`; a part that is not there yet is a 503 that says so.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void

export interface Front {
  /** Socket.IO attaches itself here: it takes its own path's requests and upgrades before the rest. */
  readonly server: Server
  /** Answers `/api` from now on. */
  api: RequestHandler | null
  /** Answers everything else from now on. */
  pages: Pages | null
}

export interface Pages {
  readonly request: RequestHandler
  /** Next's own WebSocket, for reloading pages while they are developed. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): Promise<void>
}

const pathOf = (request: IncomingMessage) => (request.url ?? '/').split('?', 1)[0] ?? '/'

const isApi = (path: string) => path === '/api' || path.startsWith('/api/')

function notYet(path: string, response: ServerResponse): void {
  const health = { status: 'starting' }
  const error = { error: { code: 'E_CLOSING', message: 'Holdline is starting.', retryable: true } }
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1', 'cache-control': 'no-store' })
  response.end(JSON.stringify(path === '/api/health' ? health : error))
}

export function createFront(): Front {
  const front: Front = { server: createServer(), api: null, pages: null }
  front.server.on('request', (request, response) => {
    const path = pathOf(request)
    const handler = isApi(path) ? front.api : front.pages?.request
    if (handler) handler(request, response)
    else notYet(path, response)
  })
  front.server.on('upgrade', (request, socket, head) => {
    const path = pathOf(request)
    if (path.startsWith('/socket.io/')) return
    if (path.startsWith('/_next/') && front.pages) front.pages.upgrade(request, socket, head)
    else socket.destroy()
  })
  return front
}

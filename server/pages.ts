/** The dashboard: Next's pages, which know the broker only by its API and its sockets. */
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import next from 'next'
import type { Pages } from './front.ts'

/**
 * Prepares Next in `dir`. It adds listeners to the server that it is given, so it gets one of its own that never
 * listens, and Socket.IO's stays untouched.
 */
export async function createPages(dir: string, dev: boolean): Promise<Pages> {
  if (!dev && !existsSync(path.join(dir, '.next', 'BUILD_ID'))) {
    throw new Error('The dashboard is not built: run `npm run build`, or `npm start`, which does it.')
  }
  const httpServer = createServer()
  const app = next({ dev, dir, httpServer, quiet: true })
  await app.prepare()
  const handle = app.getRequestHandler()
  return {
    request: (request, response) => void handle(request, response),
    // Built pages have none: Next would take the connection and leave it open for ever.
    upgrade: dev ? (request, socket, head) => void httpServer.emit('upgrade', request, socket, head) : null,
    close: () => app.close(),
  }
}

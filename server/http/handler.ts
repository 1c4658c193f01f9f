import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { wireError } from '../../lib/protocol.ts'
import { createApi } from './api.ts'
import type { ApiDeps } from './deps.ts'
import type { AnswerMeter } from './meter.ts'

/** Requests that cannot even be read: a broken URL, or no host. */
const unreadable = (): Response =>
  Response.json({ error: wireError('E_BAD_REQUEST', 'The request has no valid host or address.') }, { status: 400 })

/** The API for a Node server that routes `/api` and everything below it here. `meter` counts what it costs. */
export function createApiHandler(
  deps: ApiDeps,
  meter?: AnswerMeter,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { fetch } = createApi(deps)
  // Next shares this process and must find the globals as Node made them.
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false, errorHandler: unreadable })
  return (request, response) => {
    meter?.follow(request, response)
    void listener(request, response)
  }
}

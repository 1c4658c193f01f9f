import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { SessionAnswer, SessionBody } from '../../../lib/api.ts'
import { endSession } from '../../auth.ts'
import type { ApiDeps } from '../deps.ts'
import { Fault } from '../fault.ts'
import { type Api, answers, jsonBody } from '../kit.ts'

const begin = createRoute({
  method: 'post',
  path: '/session',
  summary: 'Trade the token for a cookie',
  description: 'The dashboard asks for the token once. The cookie counts for pages, /api and its own feed, no queue.',
  security: [],
  request: jsonBody(SessionBody),
  responses: answers('The cookie is set.', SessionAnswer),
})

const end = createRoute({
  method: 'delete',
  path: '/session',
  summary: 'Forget the cookie',
  security: [],
  responses: answers('The cookie is gone.', SessionAnswer),
})

// Behind a proxy that ends TLS; a caller who makes it up only marks their own cookie.
const isSecure = (c: Context): boolean =>
  new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https'

export function sessionRoutes(api: Api, { gate }: ApiDeps): void {
  api.openapi(begin, (c) => {
    if (!gate.token(c.req.valid('json').token)) throw new Fault('E_AUTH', 'This is not the token.', { field: 'token' })
    c.header('Set-Cookie', gate.session(isSecure(c)))
    return c.json({ ok: true as const }, 200)
  })
  api.openapi(end, (c) => {
    c.header('Set-Cookie', endSession(isSecure(c)))
    return c.json({ ok: true as const }, 200)
  })
}

/** The HTTP API under `/api`, described by `/api/openapi.json` from the same schemas that check it. */
import type { Context } from 'hono'
import { cors } from 'hono/cors'
import { attentionRoutes } from './attention/routes.ts'
import type { ApiDeps, ApiLogger } from './deps.ts'
import { Fault, faultOf } from './fault.ts'
import { fresh, limitBody, needBroker, needJson, needOrigin, needToken } from './guard.ts'
import { type Api, newApi } from './kit.ts'
import { checkRoutes } from './letters/check.ts'
import { deadLetterRoutes } from './letters/dead-letters.ts'
import { editRoutes } from './letters/edit.ts'
import { jobRoutes } from './letters/jobs.ts'
import { delayedRoutes } from './messages/delayed.ts'
import { messageRoutes } from './messages/routes.ts'
import { FrozenOrders } from './paging.ts'
import { queueListRoutes } from './queues/lists.ts'
import { rateRoutes } from './rates/routes.ts'
import { activityRoutes } from './routes/activity.ts'
import { connectionRoutes } from './routes/connections.ts'
import { endingRoutes } from './routes/ending.ts'
import { healthRoutes } from './routes/health.ts'
import { publishRoutes } from './routes/publish.ts'
import { queueRoutes } from './routes/queues.ts'
import { sessionRoutes } from './routes/session.ts'
import { subscriptionRoutes } from './routes/subscriptions.ts'
import { shareAnswers } from './share.ts'

export type { ApiDeps, ApiLogger } from './deps.ts'

/** An error as its answer. What a stranger must not see is in the log alone. */
function refuse(error: unknown, c: Context, logger: ApiLogger): Response {
  const { fault, known } = faultOf(error)
  if (!known) logger.error({ err: error, method: c.req.method, path: c.req.path }, 'A request could not be answered.')
  const { retryAfterMs } = fault.body
  if (retryAfterMs !== undefined) c.header('Retry-After', String(Math.ceil(retryAfterMs / 1_000)))
  if (fault.body.code === 'E_AUTH') c.header('WWW-Authenticate', 'Bearer')
  return c.json({ error: fault.body }, fault.status)
}

function document(api: Api, version: string): void {
  for (const [name, scheme] of [
    ['token', { type: 'http', scheme: 'bearer' }],
    ['session', { type: 'apiKey', in: 'cookie', name: 'holdline_session' }],
  ] as const)
    api.openAPIRegistry.registerComponent('securitySchemes', name, scheme)
  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Holdline', version, description: 'What a person can do in the dashboard, a script can do here.' },
    servers: [{ url: '/api' }],
    security: [{ token: [] }, { session: [] }],
  })
}

/** Every route, in the order of the description. */
function addRoutes(api: Api, deps: ApiDeps): void {
  healthRoutes(api, deps)
  sessionRoutes(api, deps)
  queueListRoutes(api, deps)
  queueRoutes(api, deps)
  endingRoutes(api, deps)
  messageRoutes(api, deps)
  publishRoutes(api, deps)
  delayedRoutes(api, deps)
  const orders = new FrozenOrders(deps.now)
  subscriptionRoutes(api, deps, orders)
  connectionRoutes(api, deps, orders)
  deadLetterRoutes(api, deps)
  checkRoutes(api, deps)
  editRoutes(api, deps)
  jobRoutes(api, deps)
  activityRoutes(api, deps)
  rateRoutes(api, deps)
  attentionRoutes(api, deps)
}

/** The app that answers `/api/*`; whoever mounts it hands over requests with their whole path. */
export function createApi(deps: ApiDeps): Api {
  const root = newApi()
  const api = newApi()
  root.use('/api/*', fresh, needOrigin(deps.origins), cors({ origin: (origin) => origin }))
  root.use('/api/*', needToken(deps.gate), needBroker(deps.broker), needJson, limitBody, shareAnswers(deps.shared))
  addRoutes(api, deps)
  document(api, deps.version)
  root.route('/api', api)
  root.notFound(() => {
    throw new Fault('E_NOT_FOUND', 'There is nothing here. /api/openapi.json lists what there is.')
  })
  root.onError((error, c) => refuse(error, c, deps.logger))
  return root
}

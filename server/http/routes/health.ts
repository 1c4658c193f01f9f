import { createRoute } from '@hono/zod-openapi'
import { Health } from '../../../lib/api.ts'
import { PROTOCOL_VERSION } from '../../../lib/protocol.ts'
import type { BrokerStatus } from '../../broker/api.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, answers, iso } from '../kit.ts'

const STATUS: Record<BrokerStatus, Health['status']> = {
  starting: 'starting',
  standby: 'standby',
  running: 'ok',
  storage: 'storage',
  closing: 'closing',
  lost: 'lost',
}

const STORAGE: Record<BrokerStatus, Health['storage']> = {
  starting: 'unknown',
  standby: 'ok',
  running: 'ok',
  storage: 'away',
  closing: 'ok',
  lost: 'unknown',
}

const read = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Whether it works',
  description: 'Open to everyone. 503 while it starts, stands by, closes, or its storage is away.',
  security: [],
  responses: {
    ...answers('It works.', Health),
    503: { description: 'Not now.', content: { 'application/json': { schema: Health } } },
  },
})

export function healthRoutes(api: Api, { broker, gate, version }: ApiDeps): void {
  api.openapi(read, (c) => {
    const { status, startedAt } = broker
    const health = {
      status: STATUS[status],
      version,
      protocol: PROTOCOL_VERSION,
      storage: STORAGE[status],
      startedAt: iso(startedAt),
      token: gate.needed,
    }
    return c.json(health, status === 'running' ? 200 : 503)
  })
}

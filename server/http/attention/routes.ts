import { createRoute } from '@hono/zod-openapi'
import { AttentionPage, AttentionQuery } from '../../../lib/api.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, answers } from '../kit.ts'
import { FrozenOrders } from '../paging.ts'
import { keyOf, needsOf } from './needs.ts'

const list = createRoute({
  method: 'get',
  path: '/attention',
  tags: ['Broker'],
  summary: 'What needs a hand',
  description: 'Of all queues and subscriptions, worst first.',
  request: { query: AttentionQuery },
  responses: answers('Causes with their size.', AttentionPage),
})

export function attentionRoutes(api: Api, { broker, now }: ApiDeps): void {
  const orders = new FrozenOrders(now)
  api.openapi(list, (c) => {
    const query = c.req.valid('query')
    const all = needsOf(broker.queues(), broker.subscriptions())
    const rows = query.kind === undefined ? all : all.filter(({ kind }) => kind === query.kind)
    // They come in their order: nothing is left to compare.
    const page = orders.page({ list: 'attention', rows, nameOf: keyOf, compare: () => 0 }, query)
    return c.json({ items: [...page.rows], nextCursor: page.nextCursor, total: rows.length }, 200)
  })
}

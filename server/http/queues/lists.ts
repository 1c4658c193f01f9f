import { createRoute } from '@hono/zod-openapi'
import { type Queue, QueuePage, QueuesQuery, QueueTree, QueueTreeQuery } from '../../../lib/api.ts'
import type { QueueView } from '../../broker/api.ts'
import type { ApiDeps } from '../deps.ts'
import { badRequest } from '../fault.ts'
import { type Api, answers } from '../kit.ts'
import { FrozenOrders, type PageRequest, pageByKey } from '../paging.ts'
import { sparkOf } from '../routes/figures.ts'
import { KeptOrders } from './kept-orders.ts'
import { matching, queueOrder } from './order.ts'
import { showQueue } from './show.ts'
import { treeOf } from './tree.ts'

const tags = ['Queues']

const list = createRoute({
  method: 'get',
  path: '/queues',
  tags,
  summary: 'List queues',
  request: { query: QueuesQuery },
  responses: answers('Queues.', QueuePage),
})

const tree = createRoute({
  method: 'get',
  path: '/queues-tree',
  tags,
  summary: 'Queues by the parts of their names',
  description: 'One level: names are cut at `.` and `:`, and each branch has the sums of what is below it.',
  request: { query: QueueTreeQuery },
  responses: answers('The branches.', QueueTree),
})

const nameOf = (queue: QueueView): string => queue.name
const compareBy = (sort: string) => queueOrder<QueueView>(sort, (queue) => queue, nameOf)

/** Pages by name have cursors of their own; those by a figure that moves keep the order of the first page. */
function pageOf(rows: readonly QueueView[], orders: FrozenOrders, query: PageRequest & { sort: string }) {
  const descending = query.sort.startsWith('-')
  const page = query.sort.endsWith('name')
    ? pageByKey({ list: 'queues', rows, keyOf: (queue) => [queue.name], descending }, query)
    : orders.page({ list: 'queues', rows, nameOf, compare: compareBy(query.sort) }, query)
  return { ...page, order: null }
}

interface WindowRequest extends PageRequest {
  readonly sort: string
  readonly offset: number
  readonly order: string | undefined
}

/** @throws Fault E_BAD_REQUEST where a cursor says something else */
function windowOf(rows: readonly QueueView[], kept: KeptOrders, query: WindowRequest) {
  const { sort, order, offset, limit, cursor, ...which } = query
  if (cursor !== undefined) throw badRequest('Send either a cursor or an offset.', 'offset')
  const question = JSON.stringify([sort, which])
  const window = kept.window({ rows, nameOf, compare: compareBy(sort), question, order, offset, limit })
  return { ...window, nextCursor: null }
}

export function queueListRoutes(api: Api, { broker, now }: ApiDeps): void {
  const frozen = new FrozenOrders(now)
  const kept = new KeptOrders(now)
  const sparkNamed = (queue: string) => sparkOf(broker.rates(queue))
  api.openapi(list, (c) => {
    const { spark, offset, order, ...query } = c.req.valid('query')
    const all = broker.queues()
    const rows = matching(all, query)
    const page = offset === undefined ? pageOf(rows, frozen, query) : windowOf(rows, kept, { ...query, offset, order })
    const shown = (view: QueueView): Queue =>
      spark === undefined ? showQueue(view) : { ...showQueue(view), spark: sparkNamed(view.name) }
    const { nextCursor, order: named } = page
    const items = page.rows.map(shown)
    return c.json(
      { items, nextCursor, total: rows.length, all: all.length, order: named, autoCreate: broker.autoCreates },
      200,
    )
  })
  api.openapi(tree, (c) => {
    const query = c.req.valid('query')
    const all = broker.queues()
    const { parent, sort } = query
    return c.json({ ...treeOf(matching(all, query), { parent, sort }, sparkNamed), all: all.length }, 200)
  })
}

import { createRoute, z } from '@hono/zod-openapi'
import {
  type Connection,
  ConnectionPage,
  ConnectionsQuery,
  DetachedAnswer,
  DetachParams,
  DisconnectedAnswer,
  DisconnectQuery,
} from '../../../lib/api.ts'
import { connectionFilter, connectionOrder } from '../../../lib/filters/connections.ts'
import type { LinkView } from '../../broker/api.ts'
import type { LinkInfo } from '../../broker/ports.ts'
import { actorOf } from '../actor.ts'
import type { ApiDeps } from '../deps.ts'
import { matcherOf } from '../filtered.ts'
import { type Api, answers, iso } from '../kit.ts'
import { type FrozenOrders, pageByKey } from '../paging.ts'

const tags = ['Connections']

const list = createRoute({
  method: 'get',
  path: '/connections',
  tags,
  summary: 'List connections',
  description: 'One for each link, whatever its namespaces; the oldest first.',
  request: { query: ConnectionsQuery },
  responses: answers('Connections.', ConnectionPage),
})

const close = createRoute({
  method: 'delete',
  path: '/connections/{id}',
  tags,
  summary: 'Disconnect',
  description: 'What it holds goes back at once. Its client may come back, unless `reconnect=false` tells it not to.',
  request: { params: z.object({ id: z.string() }), query: DisconnectQuery },
  responses: answers('It is closed.', DisconnectedAnswer),
})

const detach = createRoute({
  method: 'delete',
  path: '/connections/{id}/subscriptions/{queue}/{name}',
  tags,
  summary: 'Detach one connection from a durable subscription',
  description:
    'What it holds of it goes back at once. It is told, and gets nothing more of it until it subscribes again.',
  request: { params: DetachParams },
  responses: answers('It is detached.', DetachedAnswer),
})

type Held = LinkView['subscriptions']

const socketOf = (socket: LinkInfo['sockets'][number], held: Held): Connection['sockets'][number] => ({
  queue: socket.queue,
  rooms: [...socket.rooms],
  subscriptions: held.flatMap(({ queue, name }) => (queue === socket.queue && name !== null ? [name] : [])),
})

function showConnection(view: LinkView): Connection {
  const { link, subscriptions } = view
  const { sockets, ...info } = link.describe()
  return {
    id: link.id,
    client: link.client,
    since: iso(link.since),
    ...info,
    sockets: sockets.map((socket) => socketOf(socket, subscriptions)),
    subscriptions: subscriptions.map((one) => ({ ...one, events: [...one.events] })),
    out: view.out,
    in: view.in,
  }
}

type ConnectionsRequest = z.infer<typeof ConnectionsQuery>

/** Only what a filter or an order asks for is described for all of them: that is what costs. */
function pageOf(views: readonly LinkView[], orders: FrozenOrders, query: ConnectionsRequest) {
  const list = 'connections'
  if (query.filter === undefined && query.sort === undefined) {
    const page = pageByKey({ list, rows: views, keyOf: ({ link }) => [link.since, link.id] }, query)
    return { items: page.rows.map(showConnection), nextCursor: page.nextCursor, total: views.length }
  }
  const matches = matcherOf(connectionFilter(query.filter ?? ''))
  const rows = views.map(showConnection).filter(matches)
  const compare = connectionOrder(query.sort ?? 'since')
  const page = orders.page({ list, rows, nameOf: (row) => row.id, compare }, query)
  return { items: [...page.rows], nextCursor: page.nextCursor, total: rows.length }
}

export function connectionRoutes(api: Api, { broker }: ApiDeps, orders: FrozenOrders): void {
  api.openapi(list, (c) => {
    const views = broker.links()
    return c.json({ ...pageOf(views, orders, c.req.valid('query')), all: views.length }, 200)
  })
  api.openapi(close, (c) => {
    broker.closeLink(c.req.valid('param').id, c.req.valid('query').reconnect === 'true', actorOf(c))
    return c.json({ disconnected: true as const }, 200)
  })
  api.openapi(detach, (c) => {
    const { id, queue, name } = c.req.valid('param')
    broker.detach(queue, name, id, actorOf(c))
    return c.json({ detached: true as const }, 200)
  })
}

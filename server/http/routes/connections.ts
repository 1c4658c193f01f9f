import { createRoute, z } from '@hono/zod-openapi'
import {
  type Connection,
  ConnectionPage,
  ConnectionsQuery,
  DisconnectedAnswer,
  DisconnectQuery,
} from '../../../lib/api.ts'
import type { LinkView } from '../../broker/api.ts'
import type { LinkInfo } from '../../broker/ports.ts'
import { actorOf } from '../actor.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, answers, iso } from '../kit.ts'
import { pageByKey } from '../paging.ts'

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

export function connectionRoutes(api: Api, { broker }: ApiDeps): void {
  api.openapi(list, (c) => {
    const query = c.req.valid('query')
    const rows = broker.links()
    const page = pageByKey({ list: 'connections', rows, keyOf: ({ link }) => [link.since, link.id] }, query)
    return c.json({ items: page.rows.map(showConnection), nextCursor: page.nextCursor }, 200)
  })
  api.openapi(close, (c) => {
    broker.closeLink(c.req.valid('param').id, c.req.valid('query').reconnect === 'true', actorOf(c))
    return c.json({ disconnected: true as const }, 200)
  })
}

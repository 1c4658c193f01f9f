import { createRoute } from '@hono/zod-openapi'
import {
  CreateQueueBody,
  PausedAnswer,
  Queue,
  type QueueClient,
  QueueDetail,
  QueuePage,
  QueuesQuery,
  UpdateQueueBody,
} from '../../../lib/api.ts'
import type { QueueView } from '../../broker/api.ts'
import type { Presence } from '../../broker/model.ts'
import { actorOf } from '../actor.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, answers, created, iso, isoOrNull, jsonBody, queueParam } from '../kit.ts'
import { type FrozenOrders, type PageOf, type PageRequest, pageByKey } from '../paging.ts'
import { rounded, sparkOf } from './figures.ts'
import { given } from './settings.ts'

const tags = ['Queues']

const list = createRoute({
  method: 'get',
  path: '/queues',
  tags,
  summary: 'List queues',
  request: { query: QueuesQuery },
  responses: answers('Queues.', QueuePage),
})

const create = createRoute({
  method: 'post',
  path: '/queues',
  tags,
  summary: 'Create a queue',
  request: jsonBody(CreateQueueBody),
  responses: created('The new queue.', Queue),
})

const one = createRoute({
  method: 'get',
  path: '/queues/{queue}',
  tags,
  summary: 'One queue, with its real-time clients',
  request: { params: queueParam },
  responses: answers('The queue.', QueueDetail),
})

const update = createRoute({
  method: 'patch',
  path: '/queues/{queue}',
  tags,
  summary: 'Change settings',
  description: 'Settings that are left out stay; `null` goes back to the default.',
  request: { params: queueParam, ...jsonBody(UpdateQueueBody) },
  responses: answers('The queue as it is now.', Queue),
})

const pausing = (verb: 'pause' | 'resume', summary: string) =>
  createRoute({
    method: 'post',
    path: `/queues/{queue}/${verb}`,
    tags,
    summary,
    description: 'Needs no body. Publishing, real time, acknowledgements and deadlines go on while it is paused.',
    request: { params: queueParam },
    responses: answers('How it stands now.', PausedAnswer),
  })

const pause = pausing('pause', 'Stop dispatch of queued messages')
const resume = pausing('resume', 'Go on with dispatch')

/** A queue as the API shows it. */
function showQueue(view: QueueView): Queue {
  const { id: _id, pausedAt, settings, rates, events, ...rest } = view
  // The core counts what is gone; people and scripts ask for the first that is there.
  const firstSeq = view.firstSeq + 1
  return {
    ...rest,
    firstSeq,
    pausedAt: isoOrNull(pausedAt),
    settings: { ...settings },
    rates: {
      published: rounded(rates.published),
      delivered: rounded(rates.delivered),
      acked: rounded(rates.acked),
      missed: rates.missed,
    },
    growing: rounded(view.growing),
    events: [...events],
  }
}

const showClient = (presence: Presence): QueueClient => ({
  client: presence.client,
  events: [...presence.events],
  connected: presence.to === null,
  left: presence.left,
  since: iso(presence.toAt ?? presence.fromAt),
})

/** Each client once, by its newest stay. */
function clientsOf(stays: readonly Presence[]): QueueClient[] {
  const newest = new Map<string, Presence>()
  for (const stay of [...stays].sort((a, b) => a.fromAt - b.fromAt)) newest.set(stay.client, stay)
  return [...newest.values()].map(showClient).sort((a, b) => (a.client < b.client ? -1 : 1))
}

const FIGURES: Record<string, (queue: QueueView) => number> = {
  pending: (queue) => queue.pending,
  inFlight: (queue) => queue.inFlight,
  retrying: (queue) => queue.retrying,
  dead: (queue) => queue.dead,
  oldest: (queue) => queue.oldestPendingMs ?? -1,
  rate: (queue) => queue.rates.published,
}

/** Sorted by name, else by a figure that moves, with the name as the tie-break. */
function pageOf(rows: readonly QueueView[], orders: FrozenOrders, query: PageRequest & { sort: string }) {
  const descending = query.sort.startsWith('-')
  const figure = FIGURES[query.sort.replace('-', '')]
  if (figure === undefined)
    return pageByKey({ list: 'queues', rows, keyOf: (queue) => [queue.name], descending }, query)
  const sign = descending ? -1 : 1
  const compare = (a: QueueView, b: QueueView): number => sign * (figure(a) - figure(b)) || (a.name < b.name ? -1 : 1)
  return orders.page({ list: 'queues', rows, nameOf: (queue) => queue.name, compare }, query)
}

const showPage = (page: PageOf<QueueView>, spark: (queue: string) => Partial<Queue>): QueuePage => ({
  items: page.rows.map((view) => ({ ...showQueue(view), ...spark(view.name) })),
  nextCursor: page.nextCursor,
})

export function queueRoutes(api: Api, { broker }: ApiDeps, orders: FrozenOrders): void {
  api.openapi(list, (c) => {
    const query = c.req.valid('query')
    const rows = broker.queues().filter((queue) => queue.name.startsWith(query.prefix ?? ''))
    const spark = (name: string) => (query.spark === undefined ? {} : { spark: sparkOf(broker.rates(name)) })
    return c.json(showPage(pageOf(rows, orders, query), spark), 200)
  })
  api.openapi(create, async (c) => {
    const { name, settings } = c.req.valid('json')
    return c.json(showQueue(await broker.createQueue(name, given(settings ?? {}), actorOf(c))), 201)
  })
  api.openapi(one, (c) => {
    const { queue } = c.req.valid('param')
    const view = showQueue(broker.queue(queue))
    return c.json({ ...view, clients: clientsOf(broker.presence(queue)) }, 200)
  })
  api.openapi(update, async (c) => {
    const body = c.req.valid('json')
    const settings = { ...given(body), ...given(body.settings ?? {}) }
    return c.json(showQueue(await broker.updateQueue(c.req.valid('param').queue, settings, actorOf(c))), 200)
  })
  api.openapi(pause, async (c) => {
    await broker.pauseQueue(c.req.valid('param').queue, true, actorOf(c))
    return c.json({ paused: true }, 200)
  })
  api.openapi(resume, async (c) => {
    await broker.pauseQueue(c.req.valid('param').queue, false, actorOf(c))
    return c.json({ paused: false }, 200)
  })
}

import { createRoute, z } from '@hono/zod-openapi'
import {
  DeliveryActionAnswer,
  DeliveryActionBody,
  filterText,
  MessageDelivery,
  MessageDetail,
  MessagePage,
  MessagesQuery,
  Name,
} from '../../../lib/api.ts'
import type { DeliveryView, QueueView } from '../../broker/api.ts'
import type { Message, Scheduled } from '../../broker/model.ts'
import type { StoredMessage } from '../../store/queries/types.ts'
import { actorOf } from '../actor.ts'
import type { ApiDeps } from '../deps.ts'
import { Fault } from '../fault.ts'
import { type Api, answers, jsonBody, queueParam, seqParam } from '../kit.ts'
import { scheduledDeliveries } from './scheduled.ts'
import { listMessages } from './search.ts'
import { deliveriesOf, deliveryOf, showDelivery, showDetail } from './show.ts'

const tags = ['Messages']

const list = createRoute({
  method: 'get',
  path: '/queues/{queue}/messages',
  tags,
  summary: 'List messages',
  description:
    'Newest first unless `order=asc`; real-time ones stand in their place, delayed ones as they are due. What was purged or is too old is listed only with `state=purged`. A search for something rare answers a short or empty page after some hundred milliseconds, and `scan` says how far it has looked: go on with `nextCursor`.',
  request: { params: queueParam, query: MessagesQuery },
  responses: answers('Messages, each with its state for every subscriber.', MessagePage),
})

const one = createRoute({
  method: 'get',
  path: '/queues/{queue}/messages/{seq}',
  tags,
  summary: 'One message, with its deliveries and attempts',
  request: { params: z.object({ queue: Name, seq: seqParam }) },
  responses: answers('The message.', MessageDetail),
})

const byId = createRoute({
  method: 'get',
  path: '/queues/{queue}/messages/by-id/{id}',
  tags,
  summary: 'The newest message of an id',
  description: 'Real-time and delayed messages, which have no seq, are found by it too.',
  request: { params: z.object({ queue: Name, id: filterText(128) }) },
  responses: answers('The message.', MessageDetail),
})

const delivery = createRoute({
  method: 'get',
  path: '/queues/{queue}/messages/{seq}/deliveries/{name}',
  tags,
  summary: 'One delivery: why has it not got this?',
  request: { params: z.object({ queue: Name, seq: seqParam, name: filterText(128) }) },
  responses: answers('The delivery.', MessageDelivery),
})

const act = createRoute({
  method: 'post',
  path: '/queues/{queue}/messages/{seq}/deliveries/{name}',
  tags,
  summary: 'Act on one delivery: retry it now, give it up, or send it again',
  description: 'Where its state does not allow it, that is a conflict which says the state.',
  request: { params: z.object({ queue: Name, seq: seqParam, name: Name }), ...jsonBody(DeliveryActionBody) },
  responses: answers('Done, and on disk.', DeliveryActionAnswer),
})

const gone = (what: string): Fault =>
  new Fault('E_NOT_FOUND', `${what} is not in this queue: it was never there, or is no longer kept.`)

async function lettersOf({ reader }: ApiDeps, queue: QueueView, { message: { seq } }: StoredMessage) {
  return seq === null || queue.dead === 0 ? [] : await reader.deadLettersOf(queue.id, [seq])
}

/** Everything that is known of a stored message's deliveries. */
async function look(deps: ApiDeps, queue: QueueView, stored: StoredMessage): Promise<readonly DeliveryView[]> {
  const letters = await lettersOf(deps, queue, stored)
  return deliveriesOf(deps.broker, queue.name, [stored], letters)[0] ?? []
}

/**
 * One name's delivery, also where its subscription began after the message.
 * @throws BrokerError E_NO_SUBSCRIPTION, or Fault E_NOT_FOUND where the message is none of its business.
 */
async function lookFor(deps: ApiDeps, queue: QueueView, name: string, stored: StoredMessage): Promise<DeliveryView> {
  const letters = await lettersOf(deps, queue, stored)
  const [all = []] = deliveriesOf(deps.broker, queue.name, [stored], letters)
  const views = all.filter((view) => view.name === name)
  // A client may carry the name of a subscription; the durable one is meant where both have the message.
  const known = views.find(({ delivery }) => delivery === 'queued') ?? views[0]
  const view = known ?? deliveryOf(deps.broker, name, stored, letters)
  if (view === null) throw notFor(name, stored.message)
  return view
}

async function bySeq({ reader }: ApiDeps, queue: QueueView, seq: number): Promise<StoredMessage> {
  const stored = await reader.messageBySeq(queue.id, queue.name, seq)
  if (stored === null) throw gone(`Message ${seq}`)
  return stored
}

/** The newest of an id. The schedule first: what comes due meanwhile is then found in the log. */
async function newestOf({ reader }: ApiDeps, queue: QueueView, id: string): Promise<StoredMessage | Scheduled | null> {
  const scheduled = await reader.scheduledById(queue.id, queue.name, id)
  const [stored] = await reader.messagesById(queue.id, queue.name, id, 1)
  if (stored === undefined || scheduled === null) return stored ?? scheduled
  return stored.message.publishedAt > scheduled.message.publishedAt ? stored : scheduled
}

function notFor(name: string, { event, only }: Message): Fault {
  const why = only === null ? `it is not subscribed to ${event}` : `the message is a copy for ${only} alone`
  return new Fault('E_NOT_FOUND', `${name} has no delivery of this message: ${why}.`)
}

export function messageRoutes(api: Api, deps: ApiDeps): void {
  const { broker } = deps
  api.openapi(list, async (c) => {
    const queue = broker.queue(c.req.valid('param').queue)
    return c.json(await listMessages(deps, queue, c.req.valid('query'), c.req.raw.signal), 200)
  })
  api.openapi(byId, async (c) => {
    const { queue: name, id } = c.req.valid('param')
    const queue = broker.queue(name)
    const found = await newestOf(deps, queue, id)
    if (found === null) throw gone('This id')
    const views = 'dueAt' in found ? scheduledDeliveries(broker, found) : await look(deps, queue, found)
    return c.json(showDetail(found, views), 200)
  })
  api.openapi(one, async (c) => {
    const { queue: name, seq } = c.req.valid('param')
    const queue = broker.queue(name)
    const stored = await bySeq(deps, queue, seq)
    return c.json(showDetail(stored, await look(deps, queue, stored)), 200)
  })
  api.openapi(delivery, async (c) => {
    const { queue: queueName, seq, name } = c.req.valid('param')
    const queue = broker.queue(queueName)
    const stored = await bySeq(deps, queue, seq)
    return c.json(showDelivery(await lookFor(deps, queue, name, stored)), 200)
  })
  api.openapi(act, async (c) => {
    const { queue, seq, name } = c.req.valid('param')
    const { action, reason } = c.req.valid('json')
    return c.json(
      await broker.actOnDelivery(queue, name, seq, { action, reason: reason ?? undefined }, actorOf(c)),
      200,
    )
  })
}

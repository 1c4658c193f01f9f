import { createRoute, z } from '@hono/zod-openapi'
import { filterText, MessageDelivery, MessageDetail, MessagePage, MessagesQuery, Name } from '../../../lib/api.ts'
import type { QueueView } from '../../broker/api.ts'
import type { StoredMessage } from '../../store/queries/types.ts'
import type { ApiDeps } from '../deps.ts'
import { Fault } from '../fault.ts'
import { type Api, answers, queueParam, seqParam } from '../kit.ts'
import { listMessages } from './search.ts'
import { deliveriesOf, showDelivery, showDetail } from './show.ts'

const tags = ['Messages']

const list = createRoute({
  method: 'get',
  path: '/queues/{queue}/messages',
  tags,
  summary: 'List messages',
  description:
    'Newest first unless `order=asc`; real-time ones stand in their place. A search for something rare may answer a short page: go on with its `nextCursor`.',
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
  description: 'Real-time messages, which have no seq, are found by it too.',
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

const gone = (what: string): Fault =>
  new Fault('E_NOT_FOUND', `${what} is not in this queue: it was never there, or is no longer kept.`)

/** A stored message with everything that is known of its deliveries. */
async function look({ broker, reader }: ApiDeps, queue: QueueView, stored: StoredMessage) {
  const { seq } = stored.message
  const letters = seq === null || queue.dead === 0 ? [] : await reader.deadLettersOf(queue.id, [seq])
  return deliveriesOf(broker, stored, letters)
}

async function bySeq({ reader }: ApiDeps, queue: QueueView, seq: number): Promise<StoredMessage> {
  const stored = await reader.messageBySeq(queue.id, queue.name, seq)
  if (stored === null) throw gone(`Message ${seq}`)
  return stored
}

/** @throws BrokerError E_NO_SUBSCRIPTION, or Fault E_NOT_FOUND where the message is none of its business. */
function notFor({ broker }: ApiDeps, queue: string, name: string, event: string): Fault {
  const { events } = broker.subscription(queue, name)
  const why = events.includes('*') || events.includes(event) ? 'begins after it' : `is not subscribed to ${event}`
  return new Fault('E_NOT_FOUND', `${name} has no delivery of this message: it ${why}.`)
}

export function messageRoutes(api: Api, deps: ApiDeps): void {
  const { broker, reader } = deps
  api.openapi(list, async (c) => {
    const queue = broker.queue(c.req.valid('param').queue)
    return c.json(await listMessages(deps, queue, c.req.valid('query')), 200)
  })
  api.openapi(byId, async (c) => {
    const { queue: name, id } = c.req.valid('param')
    const queue = broker.queue(name)
    const [stored] = await reader.messagesById(queue.id, queue.name, id, 1)
    if (stored === undefined) throw gone('This id')
    return c.json(showDetail(stored, await look(deps, queue, stored)), 200)
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
    const views = (await look(deps, queue, stored)).filter((view) => view.name === name)
    // A client may carry the name of a subscription; the durable one is meant then.
    const view = views.find((one) => one.delivery === 'queued') ?? views[0]
    if (view === undefined) throw notFor(deps, queue.name, name, stored.message.event)
    return c.json(showDelivery(view), 200)
  })
}

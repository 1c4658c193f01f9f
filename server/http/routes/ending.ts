/** What cannot be undone: it is asked for with the name of the queue written out. */
import { createRoute } from '@hono/zod-openapi'
import { DeletedAnswer, DeleteQueueQuery, PurgeBody, PurgedAnswer } from '../../../lib/api.ts'
import { actorOf } from '../actor.ts'
import type { ApiDeps } from '../deps.ts'
import { badRequest } from '../fault.ts'
import { type Api, answers, jsonBody, queueParam } from '../kit.ts'

const tags = ['Queues']

const remove = createRoute({
  method: 'delete',
  path: '/queues/{queue}',
  tags,
  summary: 'Delete a queue',
  description:
    'With its messages, subscriptions and delayed messages; dead letters stay. For 60 s publishing does not create it anew.',
  request: { params: queueParam, query: DeleteQueueQuery },
  responses: answers('It is gone.', DeletedAnswer),
})

const purge = createRoute({
  method: 'post',
  path: '/queues/{queue}/purge',
  tags,
  summary: 'Empty a queue, or one subscription of it',
  description: 'Delayed messages that are not due yet stay. What is in flight is taken from its holder.',
  request: { params: queueParam, ...jsonBody(PurgeBody) },
  responses: answers('How many went.', PurgedAnswer),
})

/** @throws Fault E_BAD_REQUEST where the name was not written out. */
function needConfirm(queue: string, confirm: string): void {
  if (confirm !== queue) throw badRequest(`confirm must be the name of the queue: ${queue}.`, 'confirm')
}

export function endingRoutes(api: Api, { broker }: ApiDeps): void {
  api.openapi(remove, async (c) => {
    const { queue } = c.req.valid('param')
    needConfirm(queue, c.req.valid('query').confirm)
    await broker.deleteQueue(queue, actorOf(c))
    return c.json({ deleted: true as const }, 200)
  })
  api.openapi(purge, async (c) => {
    const { queue } = c.req.valid('param')
    const { confirm, subscription, upToSeq } = c.req.valid('json')
    needConfirm(queue, confirm)
    const what = { subscription: subscription ?? undefined, upToSeq: upToSeq ?? undefined }
    return c.json({ purged: await broker.purge(queue, what, actorOf(c)) }, 200)
  })
}

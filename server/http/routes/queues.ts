import { createRoute } from '@hono/zod-openapi'
import { CreateQueueBody, PausedAnswer, Queue, QueueDetail, UpdateQueueBody } from '../../../lib/api.ts'
import { actorOf } from '../actor.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, answers, created, jsonBody, queueParam } from '../kit.ts'
import { clientsOf } from '../queues/clients.ts'
import { showQueue } from '../queues/show.ts'
import { given } from './settings.ts'

const tags = ['Queues']

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

export function queueRoutes(api: Api, { broker }: ApiDeps): void {
  api.openapi(create, async (c) => {
    const { name, settings } = c.req.valid('json')
    return c.json(showQueue(await broker.createQueue(name, given(settings ?? {}), actorOf(c))), 201)
  })
  api.openapi(one, (c) => {
    const { queue } = c.req.valid('param')
    const view = showQueue(broker.queue(queue))
    return c.json({ ...view, ...clientsOf(broker.presence(queue)) }, 200)
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

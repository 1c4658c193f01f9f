import { createRoute, z } from '@hono/zod-openapi'
import { CancelledAnswer, filterText, Name } from '../../../lib/api.ts'
import { actorOf } from '../actor.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, answers } from '../kit.ts'

const cancel = createRoute({
  method: 'delete',
  path: '/queues/{queue}/scheduled/{id}',
  tags: ['Messages'],
  summary: 'Cancel a delayed message',
  description: 'By its id, while it is not due. They are listed as messages with `state=scheduled`.',
  request: { params: z.object({ queue: Name, id: filterText(128) }) },
  responses: answers('Whether it was still there to be cancelled.', CancelledAnswer),
})

export function delayedRoutes(api: Api, { broker }: ApiDeps): void {
  api.openapi(cancel, async (c) => {
    const { queue, id } = c.req.valid('param')
    return c.json({ cancelled: await broker.cancelScheduled(queue, id, actorOf(c)) }, 200)
  })
}

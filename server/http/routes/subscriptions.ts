import { createRoute, z } from '@hono/zod-openapi'
import {
  Audience,
  AudienceQuery,
  DeletedAnswer,
  Name,
  Subscription,
  SubscriptionPage,
  SubscriptionsQuery,
} from '../../../lib/api.ts'
import type { Audience as Groups, Listener, SubscriptionView } from '../../broker/api.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, answers, iso, isoOrNull, queueParam } from '../kit.ts'
import { pageByKey } from '../paging.ts'

const tags = ['Subscriptions']

const params = z.object({ queue: Name, name: Name })

const list = createRoute({
  method: 'get',
  path: '/subscriptions',
  tags,
  summary: 'List durable subscriptions',
  request: { query: SubscriptionsQuery },
  responses: answers('Subscriptions, by queue and name.', SubscriptionPage),
})

const one = createRoute({
  method: 'get',
  path: '/subscriptions/{queue}/{name}',
  tags,
  summary: 'One subscription, with who holds what',
  request: { params },
  responses: answers('The subscription.', Subscription),
})

const remove = createRoute({
  method: 'delete',
  path: '/subscriptions/{queue}/{name}',
  tags,
  summary: 'Delete a subscription',
  description: 'What waits for it is dropped for it alone; other subscriptions keep theirs.',
  request: { params },
  responses: answers('It is gone.', DeletedAnswer),
})

const audience = createRoute({
  method: 'get',
  path: '/queues/{queue}/audience',
  tags: ['Messages'],
  summary: 'Who would get a message published now',
  request: { params: queueParam, query: AudienceQuery },
  responses: answers('Every listener, in one of four groups.', Audience),
})

function showSubscription(view: SubscriptionView): Subscription {
  const { id: _id, createdAt, detachedAt, events, holders, consumers, ...rest } = view
  return {
    ...rest,
    events: [...events],
    createdAt: iso(createdAt),
    detachedAt: isoOrNull(detachedAt),
    holders: holders.map((holder) => ({ ...holder, seqs: [...holder.seqs] })),
    consumers: consumers.map((consumer) => ({ ...consumer, since: iso(consumer.since) })),
  }
}

const listeners = (group: readonly Listener[]) => group.map((listener) => ({ ...listener }))

const showAudience = (groups: Groups): Audience => ({
  now: listeners(groups.now),
  waits: listeners(groups.waits),
  misses: listeners(groups.misses),
  notListening: listeners(groups.notListening),
})

export function subscriptionRoutes(api: Api, { broker }: ApiDeps): void {
  api.openapi(list, (c) => {
    const query = c.req.valid('query')
    if (query.queue !== undefined) broker.queue(query.queue)
    const all = broker.subscriptions(query.queue)
    const rows = query.state === undefined ? all : all.filter((view) => view.state === query.state)
    const page = pageByKey({ list: 'subscriptions', rows, keyOf: (view) => [view.queue, view.name] }, query)
    return c.json({ items: page.rows.map(showSubscription), nextCursor: page.nextCursor }, 200)
  })
  api.openapi(one, (c) => {
    const { queue, name } = c.req.valid('param')
    return c.json(showSubscription(broker.subscription(queue, name)), 200)
  })
  api.openapi(remove, async (c) => {
    const { queue, name } = c.req.valid('param')
    await broker.deleteSubscription(queue, name)
    return c.json({ deleted: true as const }, 200)
  })
  api.openapi(audience, (c) => {
    const { queue } = c.req.valid('param')
    const query = c.req.valid('query')
    const delivery = query.delivery ?? broker.queue(queue).settings.delivery ?? 'queued'
    const groups = broker.audience(queue, query.event, delivery)
    return c.json(showAudience(groups), 200)
  })
}

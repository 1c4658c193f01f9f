import { createRoute, z } from '@hono/zod-openapi'
import {
  Audience,
  AudienceQuery,
  DeletedAnswer,
  Name,
  SeekAnswer,
  SeekBody,
  Subscription,
  SubscriptionPage,
  SubscriptionsQuery,
  UpdateSubscriptionBody,
} from '../../../lib/api.ts'
import { subscriptionFilter, subscriptionOrder } from '../../../lib/filters/subscriptions.ts'
import type { From, Audience as Groups, Listener, SubscriptionView } from '../../broker/api.ts'
import { actorOf } from '../actor.ts'
import type { ApiDeps } from '../deps.ts'
import { matcherOf } from '../filtered.ts'
import { type Api, answers, iso, isoOrNull, jsonBody, queueParam } from '../kit.ts'
import { type FrozenOrders, pageByKey } from '../paging.ts'
import { rounded } from './figures.ts'

type SubscriptionsRequest = z.infer<typeof SubscriptionsQuery>

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

const update = createRoute({
  method: 'patch',
  path: '/subscriptions/{queue}/{name}',
  tags,
  summary: 'Change a subscription',
  description: 'What is left out, or `null`, stays. Other events hold for what comes after the point reached.',
  request: { params, ...jsonBody(UpdateSubscriptionBody) },
  responses: answers('The subscription as it is now.', Subscription),
})

const seek = createRoute({
  method: 'post',
  path: '/subscriptions/{queue}/{name}/seek',
  tags,
  summary: 'Move a subscription',
  description:
    'Forward passes over what it has not settled; back sends again what lies between, also what it had settled. With `dryRun` it only counts.',
  request: { params, ...jsonBody(SeekBody) },
  responses: answers('Where it goes on.', SeekAnswer),
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
  const { id: _id, createdAt, detachedAt, events, skips, holders, consumers, rates, trend, ...rest } = view
  return {
    ...rest,
    rates: { delivered: rounded(rates.delivered), acked: rounded(rates.acked) },
    growing: rounded(view.growing),
    trend: { stepMs: trend.stepMs, waiting: [...trend.waiting] },
    events: [...events],
    createdAt: iso(createdAt),
    detachedAt: isoOrNull(detachedAt),
    skips: skips.map((skip) => ({ ...skip, at: iso(skip.at) })),
    holders: holders.map((holder) => ({ ...holder, seqs: [...holder.seqs] })),
    consumers: consumers.map((consumer) => ({ ...consumer, since: iso(consumer.since) })),
  }
}

function fromOf({ from }: SeekBody): From {
  if (from === 'new' || from === 'start') return from
  return typeof from === 'number' ? { seq: from } : { time: Date.parse(from) }
}

/** Fields that were sent: `null` counts as left out. */
const changeOf = ({ events, ackDeadlineMs, exclusive }: UpdateSubscriptionBody) => ({
  ...(events == null ? {} : { events: [...new Set(events)] }),
  ...(ackDeadlineMs == null ? {} : { ackDeadlineMs }),
  ...(exclusive == null ? {} : { exclusive }),
})

/** Listeners of one group and way that are named; the rest is counted. */
const NAMED_MOST = 100

const WAYS = ['queued', 'realtime'] as const

const listeners = (group: readonly Listener[]) =>
  WAYS.flatMap((way) => group.filter(({ delivery }) => delivery === way).slice(0, NAMED_MOST))

function countsOf(group: readonly Listener[]) {
  const queued = group.filter(({ delivery }) => delivery === 'queued').length
  return { queued, realtime: group.length - queued }
}

const eachOf = <Of>({ now, waits, misses, notListening }: Groups, make: (group: readonly Listener[]) => Of) => ({
  now: make(now),
  waits: make(waits),
  misses: make(misses),
  notListening: make(notListening),
})

const showAudience = (groups: Groups): Audience => ({ ...eachOf(groups, listeners), counts: eachOf(groups, countsOf) })

/** By immutable keys, or in the order asked for as it was at the first page. */
function pageOf(rows: readonly SubscriptionView[], orders: FrozenOrders, query: SubscriptionsRequest) {
  const list = 'subscriptions'
  if (query.sort === undefined) return pageByKey({ list, rows, keyOf: (view) => [view.queue, view.name] }, query)
  const compare = subscriptionOrder(query.sort)
  return orders.page({ list, rows, nameOf: (view) => `${view.queue}/${view.name}`, compare }, query)
}

export function subscriptionRoutes(api: Api, { broker }: ApiDeps, orders: FrozenOrders): void {
  api.openapi(list, (c) => {
    const query = c.req.valid('query')
    if (query.queue !== undefined) broker.queue(query.queue)
    const all = broker.subscriptions(query.queue)
    const matches = matcherOf(subscriptionFilter(query.filter ?? ''))
    const rows = all.filter((view) => (query.state === undefined || view.state === query.state) && matches(view))
    const page = pageOf(rows, orders, query)
    const counts = { total: rows.length, all: all.length }
    return c.json({ items: page.rows.map(showSubscription), nextCursor: page.nextCursor, ...counts }, 200)
  })
  api.openapi(one, (c) => {
    const { queue, name } = c.req.valid('param')
    return c.json(showSubscription(broker.subscription(queue, name)), 200)
  })
  api.openapi(update, async (c) => {
    const { queue, name } = c.req.valid('param')
    return c.json(
      showSubscription(await broker.updateSubscription(queue, name, changeOf(c.req.valid('json')), actorOf(c))),
      200,
    )
  })
  api.openapi(seek, async (c) => {
    const { queue, name } = c.req.valid('param')
    const body = c.req.valid('json')
    const from = fromOf(body)
    const sought = body.dryRun ? broker.foreseeSeek(queue, name, from) : broker.seek(queue, name, from, actorOf(c))
    return c.json(await sought, 200)
  })
  api.openapi(remove, async (c) => {
    const { queue, name } = c.req.valid('param')
    await broker.deleteSubscription(queue, name, actorOf(c))
    return c.json({ deleted: true as const }, 200)
  })
  api.openapi(audience, (c) => {
    const { queue } = c.req.valid('param')
    const query = c.req.valid('query')
    const delivery = query.delivery ?? broker.queue(queue).settings.delivery ?? 'queued'
    const groups = broker.audience(queue, query.event, delivery, query.key)
    return c.json(showAudience(groups), 200)
  })
}

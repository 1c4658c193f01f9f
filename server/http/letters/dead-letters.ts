import { createRoute } from '@hono/zod-openapi'
import {
  DeadLetterPage,
  type DeadLetterReason,
  DeadLetterReasons,
  DeadLetterReasonsQuery,
  DeadLettersQuery,
  DeleteDeadLettersBody,
  JobStarted,
  RedriveBody,
} from '../../../lib/api.ts'
import { type DeadLetterPosition, MOST, type DeadLetterReason as ReasonGroup } from '../../store/queries/types.ts'
import { actorOf } from '../actor.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, accepted, answers, iso, jsonBody } from '../kit.ts'
import { filterOf, selectionOf, showLetter } from './letter.ts'

const LIST = 'dead letters'
/** A reason that got one so lately is still growing. */
const RECENT_MS = 15 * 60_000
/** The last that a cursor can name. */
const LAST = [MOST.time, MOST.subscriptionId, MOST.seq]
const tags = ['Dead letters']

const list = createRoute({
  method: 'get',
  path: '/dead-letters',
  tags,
  summary: 'List dead letters',
  description: 'Newest first. They outlive their queue and their subscription, whose names are taken as they are.',
  request: { query: DeadLettersQuery },
  responses: answers('Deliveries that were given up.', DeadLetterPage),
})

const reasons = createRoute({
  method: 'get',
  path: '/dead-letters/reasons',
  tags,
  summary: 'Count dead letters by subscription and reason',
  request: { query: DeadLetterReasonsQuery },
  responses: answers('The most frequent first.', DeadLetterReasons),
})

const redrive = createRoute({
  method: 'post',
  path: '/dead-letters/redrive',
  tags,
  summary: 'Send dead letters again',
  description:
    'Each leaves the list and goes to its own subscription as a copy with a new seq and attempt 1. This is a job: it goes on after a restart, and running it again sends nothing twice.',
  request: jsonBody(RedriveBody),
  responses: accepted('The job has begun.', JobStarted),
})

const remove = createRoute({
  method: 'delete',
  path: '/dead-letters',
  tags,
  summary: 'Delete dead letters',
  request: jsonBody(DeleteDeadLettersBody),
  responses: accepted('The job has begun.', JobStarted),
})

const positionOf = ([deadAt, subscriptionId, seq]: readonly (string | number)[]): DeadLetterPosition => ({
  deadAt: Number(deadAt),
  subscriptionId: Number(subscriptionId),
  seq: Number(seq),
})

/** Letters outlive whose they are; where those are gone, nobody would get them. */
function showReasons(groups: readonly ReasonGroup[], broker: ApiDeps['broker']): DeadLetterReason[] {
  const queues = new Set(broker.queues().map(({ name }) => name))
  const subscriptions = new Set(broker.subscriptions().map(({ queue, name }) => `${queue}/${name}`))
  const goneOf = ({ queue, subscription }: ReasonGroup) =>
    !queues.has(queue) ? 'queue' : subscriptions.has(`${queue}/${subscription}`) ? undefined : 'subscription'
  return groups.map(({ first, last, ...group }) => {
    const gone = goneOf({ ...group, first, last })
    return { ...group, first: iso(first), last: iso(last), ...(gone === undefined ? {} : ({ gone } as const)) }
  })
}

export function deadLetterRoutes(api: Api, { broker, reader }: ApiDeps): void {
  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const after =
      query.cursor === undefined ? null : positionOf(decodeCursor(LIST, query, query.cursor, [0, 0, 0], LAST))
    const { items, next } = await reader.listDeadLetters(filterOf(query), query.limit, after)
    const nextCursor = next && encodeCursor(LIST, query, [next.deadAt, next.subscriptionId, next.seq])
    return c.json({ items: items.map(showLetter), nextCursor }, 200)
  })
  api.openapi(reasons, async (c) => {
    const found = await reader.deadLetterReasons(filterOf(c.req.valid('query')), broker.now() - RECENT_MS)
    return c.json({ items: showReasons(found.groups, broker), total: found.total }, 200)
  })
  api.openapi(redrive, async (c) => {
    const body = c.req.valid('json')
    const job = await broker.redrive(selectionOf(body), {
      expectedCount: body.expectedCount ?? undefined,
      perSecond: body.perSecond ?? undefined,
      tryFirst: body.tryFirst ?? undefined,
      by: actorOf(c),
    })
    return c.json({ jobId: job.id, total: job.total }, 202)
  })
  api.openapi(remove, async (c) => {
    const body = c.req.valid('json')
    const job = await broker.deleteLetters(selectionOf(body), {
      expectedCount: body.expectedCount ?? undefined,
      delayMs: body.delayMs ?? undefined,
      by: actorOf(c),
    })
    return c.json({ jobId: job.id, total: job.total }, 202)
  })
}

import { createRoute } from '@hono/zod-openapi'
import { type DeadLetter, DeadLetterPage, DeadLettersQuery } from '../../../lib/api.ts'
import type { BrokerApi } from '../../broker/api.ts'
import type { DeadLetter as Letter, LetterFilter } from '../../broker/model.ts'
import { type DeadLetterPosition, MOST } from '../../store/queries/types.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { ApiDeps } from '../deps.ts'
import { badRequest } from '../fault.ts'
import { type Api, answers, iso } from '../kit.ts'
import { showAttempt } from '../messages/show.ts'

const LIST = 'dead letters'
/** The last that a cursor can name. */
const LAST = [MOST.time, MOST.subscriptionId, MOST.seq]

const list = createRoute({
  method: 'get',
  path: '/dead-letters',
  tags: ['Dead letters'],
  summary: 'List dead letters',
  description: 'Newest first. `subscription` needs its `queue`.',
  request: { query: DeadLettersQuery },
  responses: answers('Deliveries that were given up.', DeadLetterPage),
})

const showLetter = ({ message, ...letter }: Letter): DeadLetter => ({
  queue: letter.queue,
  subscription: letter.subscription,
  seq: letter.seq,
  id: message.id,
  event: message.event,
  ...(message.key === null ? {} : { key: message.key }),
  payload: JSON.parse(message.payload),
  headers: message.headers ?? {},
  publishedAt: iso(message.publishedAt),
  reason: letter.reason,
  attempts: letter.attempts.map(showAttempt),
  deadAt: iso(letter.deadAt),
})

interface Asked {
  readonly queue?: string | undefined
  readonly subscription?: string | undefined
  readonly event?: string | undefined
  readonly reason?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

const timeOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text))

/** @throws BrokerError E_UNKNOWN_QUEUE, E_NO_SUBSCRIPTION */
function filterOf(broker: BrokerApi, asked: Asked): LetterFilter {
  const { queue, subscription, event, reason } = asked
  if (queue === undefined && subscription !== undefined)
    throw badRequest('subscription needs the queue that it is of.', 'queue')
  if (queue !== undefined) broker.queue(queue)
  if (queue !== undefined && subscription !== undefined) broker.subscription(queue, subscription)
  return { queue, subscription, event, reason, since: timeOf(asked.since), until: timeOf(asked.until) }
}

const positionOf = ([deadAt, subscriptionId, seq]: readonly (string | number)[]): DeadLetterPosition => ({
  deadAt: Number(deadAt),
  subscriptionId: Number(subscriptionId),
  seq: Number(seq),
})

export function deadLetterRoutes(api: Api, { broker, reader }: ApiDeps): void {
  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const after =
      query.cursor === undefined ? null : positionOf(decodeCursor(LIST, query, query.cursor, [0, 0, 0], LAST))
    const { items, next } = await reader.listDeadLetters(filterOf(broker, query), query.limit, after)
    const nextCursor = next && encodeCursor(LIST, query, [next.deadAt, next.subscriptionId, next.seq])
    return c.json({ items: items.map(showLetter), nextCursor }, 200)
  })
}

import { createRoute } from '@hono/zod-openapi'
import { type Activity, ActivityPage, ActivityQuery } from '../../../lib/api.ts'
import type { Activity as ActivityRecord } from '../../broker/model.ts'
import { MOST } from '../../store/queries/types.ts'
import { showActor } from '../actor.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, answers, iso, timeOf } from '../kit.ts'

const LIST = 'activity'

const list = createRoute({
  method: 'get',
  path: '/activity',
  tags: ['Activity'],
  summary: 'What people and the broker did',
  description: 'Newest first, kept for 30 days.',
  request: { query: ActivityQuery },
  responses: answers('One sentence for each.', ActivityPage),
})

const showActivity = ({ at, by, ...activity }: ActivityRecord): Activity => ({
  ...activity,
  at: iso(at),
  by: showActor(by),
})

export function activityRoutes(api: Api, { reader }: ApiDeps): void {
  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const { queue, subscription, kind: kinds, by, who, text, since, until, limit, cursor } = query
    const [at, id] = cursor === undefined ? [] : decodeCursor(LIST, query, cursor, [0, ''], [MOST.time])
    const after = cursor === undefined ? null : { at: Number(at), id: String(id) }
    const filter = { queue, subscription, kinds, by, who, text, since: timeOf(since), until: timeOf(until) }
    const { items, next } = await reader.listActivity(filter, limit, after)
    const searched = items.length === 0 && after === null ? { searched: await reader.countActivity() } : {}
    const nextCursor = next && encodeCursor(LIST, query, [next.at, next.id])
    return c.json({ items: items.map(showActivity), nextCursor, ...searched }, 200)
  })
}

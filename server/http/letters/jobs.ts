import { createRoute, z } from '@hono/zod-openapi'
import { Job, JobPage, JobsQuery } from '../../../lib/api.ts'
import type { Job as JobRecord } from '../../broker/model.ts'
import { actorOf, showActor } from '../actor.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, answers, iso, isoOrNull } from '../kit.ts'
import { pageByKey } from '../paging.ts'

const tags = ['Jobs']
const params = z.object({ id: z.string() })

const list = createRoute({
  method: 'get',
  path: '/jobs',
  tags,
  summary: 'List jobs',
  description: 'Newest first: those that run, and the last 100 that ended.',
  request: { query: JobsQuery },
  responses: answers('Jobs.', JobPage),
})

const one = createRoute({
  method: 'get',
  path: '/jobs/{id}',
  tags,
  summary: 'One job: how far it is',
  request: { params },
  responses: answers('The job.', Job),
})

const cancel = createRoute({
  method: 'delete',
  path: '/jobs/{id}',
  tags,
  summary: 'Cancel a job',
  description: 'It stops after what is under way; what it has done stays done.',
  request: { params },
  responses: answers('The job as it is now.', Job),
})

function showFilter({ since, until, items, ...names }: JobRecord['filter']): Job['filter'] {
  return {
    ...names,
    ...(since === undefined ? {} : { since: iso(since) }),
    ...(until === undefined ? {} : { until: iso(until) }),
    ...(items === undefined ? {} : { items: [...items] }),
  }
}

function showJob({ filter, reason, createdAt, endedAt, startsAt, by, ...job }: JobRecord): Job {
  return {
    ...job,
    filter: showFilter(filter),
    ...(reason === null ? {} : { reason }),
    by: showActor(by),
    createdAt: iso(createdAt),
    startsAt: isoOrNull(startsAt),
    endedAt: isoOrNull(endedAt),
  }
}

export function jobRoutes(api: Api, { broker }: ApiDeps): void {
  api.openapi(list, (c) => {
    const query = c.req.valid('query')
    const keyOf = (job: JobRecord) => [job.createdAt, job.id]
    const page = pageByKey({ list: 'jobs', rows: broker.jobs(), keyOf, descending: true }, query)
    return c.json({ items: page.rows.map(showJob), nextCursor: page.nextCursor }, 200)
  })
  api.openapi(one, (c) => c.json(showJob(broker.job(c.req.valid('param').id)), 200))
  api.openapi(cancel, async (c) => {
    return c.json(showJob(await broker.cancelJob(c.req.valid('param').id, actorOf(c))), 200)
  })
}

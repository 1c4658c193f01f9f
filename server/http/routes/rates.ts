import { createRoute } from '@hono/zod-openapi'
import { Rates, RatesQuery } from '../../../lib/api.ts'
import type { RateSeries } from '../../broker/api.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, answers, iso } from '../kit.ts'

const read = createRoute({
  method: 'get',
  path: '/rates',
  tags: ['Broker'],
  summary: 'Series of the last 15 minutes',
  description: 'Of one queue, or of all.',
  request: { query: RatesQuery },
  responses: answers('Series, oldest first.', Rates),
})

const showRates = (series: RateSeries): Rates => ({
  window: '15m',
  stepMs: series.stepMs,
  from: iso(series.from),
  published: [...series.published],
  publishedRealtime: [...series.publishedRealtime],
  delivered: [...series.delivered],
  deliveredRealtime: [...series.deliveredRealtime],
  acked: [...series.acked],
  missed: [...series.missed],
  waiting: [...series.waiting],
})

export function rateRoutes(api: Api, { broker }: ApiDeps): void {
  api.openapi(read, (c) => {
    const { queue } = c.req.valid('query')
    if (queue !== undefined) broker.queue(queue)
    return c.json(showRates(broker.rates(queue)), 200)
  })
}

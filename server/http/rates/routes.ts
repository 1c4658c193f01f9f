import { createRoute } from '@hono/zod-openapi'
import { Rates, RatesQuery, type RateWindow } from '../../../lib/api.ts'
import type { RateSeries } from '../../broker/api.ts'
import type { ApiDeps } from '../deps.ts'
import { type Api, answers, iso } from '../kit.ts'
import { fromOf, type LongWindow, windowOf } from './windows.ts'

const read = createRoute({
  method: 'get',
  path: '/rates',
  tags: ['Broker'],
  summary: 'Series over time',
  description:
    'Of one queue, or of all. Kept for 24 hours, also over a restart; what a broker counted in its last minute is lost where it is killed.',
  request: { query: RatesQuery },
  responses: answers('Series, oldest first.', Rates),
})

const showRates = (window: RateWindow, series: RateSeries): Rates => ({
  window,
  stepMs: series.stepMs,
  from: iso(series.from),
  published: [...series.published],
  publishedRealtime: [...series.publishedRealtime],
  delivered: [...series.delivered],
  deliveredRealtime: [...series.deliveredRealtime],
  acked: [...series.acked],
  missed: [...series.missed],
  waiting: [...series.waiting],
  up: [...series.up],
})

/** What is over is written once a minute; the rest is in memory. */
async function longSeries({ broker, reader }: ApiDeps, window: LongWindow, queue: string | undefined) {
  const recent = broker.rates(queue)
  const now = recent.from + recent.stepMs * recent.up.length - 1
  const from = fromOf(window, now)
  const ofAll = await reader.listRates(0, from)
  const rows = queue === undefined ? ofAll : await reader.listRates(broker.queue(queue).id, from)
  return windowOf({ window, now, rows, ofAll, recent })
}

export function rateRoutes(api: Api, deps: ApiDeps): void {
  api.openapi(read, async (c) => {
    const { queue, window } = c.req.valid('query')
    const series = window === '15m' ? deps.broker.rates(queue) : await longSeries(deps, window, queue)
    return c.json(showRates(window, series), 200)
  })
}

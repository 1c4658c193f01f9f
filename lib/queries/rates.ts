import { queryOptions } from '@tanstack/react-query'
import type { Rates } from '../api.ts'
import { request } from './request.ts'

/** How often the broker's series grow: the feed says what changed, but time passes without it. */
export const RATES_EVERY_MS = 10_000
/** The same for one of many queues in a list: a bar stands for half a minute. */
export const SPARK_EVERY_MS = 30_000

export const rateKeys = {
  all: ['rates'] as const,
  of: (queue: string | undefined) => ['rates', queue ?? ''] as const,
}

/** The last 15 minutes of one queue, or of all. */
export function ratesOptions(queue?: string) {
  return queryOptions({
    queryKey: rateKeys.of(queue),
    queryFn: ({ signal }) => request<Rates>('/rates', { query: { queue, window: '15m' }, signal }),
    refetchInterval: queue === undefined ? RATES_EVERY_MS : SPARK_EVERY_MS,
  })
}

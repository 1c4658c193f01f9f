import { queryOptions } from '@tanstack/react-query'
import type { Rates, RateWindow } from '../api.ts'
import { request } from './request.ts'

/** How often the broker's series grow: the feed says what changed, but time passes without it. */
export const RATES_EVERY_MS = 10_000
/** The same for one of many queues in a list: a bar stands for half a minute. */
export const SPARK_EVERY_MS = 30_000

/** A step of a longer window is long. */
export const RATES_OF_ALL_EVERY_MS: Readonly<Record<RateWindow, number>> = {
  '15m': RATES_EVERY_MS,
  '1h': 30_000,
  '24h': 60_000,
}

export const rateKeys = {
  all: ['rates'] as const,
  of: (queue: string | undefined, window: RateWindow = '15m') => ['rates', queue ?? '', window] as const,
}

/** Series of one queue, or of all. */
export function ratesOptions(queue?: string, window: RateWindow = '15m') {
  return queryOptions({
    queryKey: rateKeys.of(queue, window),
    queryFn: ({ signal }) => request<Rates>('/rates', { query: { queue, window }, signal }),
    refetchInterval: Math.max(RATES_OF_ALL_EVERY_MS[window], queue === undefined ? 0 : SPARK_EVERY_MS),
  })
}

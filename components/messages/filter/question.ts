import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/format.ts'
import type { MessagesFilter } from '../../../lib/queries/messages.ts'
import type { MessageFilter } from './text/parse.ts'

/** Quick choices beside the filter field. */
export const SHOWS = ['all', 'unsettled', 'failed', 'missed', 'scheduled'] as const
export type Show = (typeof SHOWS)[number]

/** How far back; `any` is all that is still kept. */
export const RANGES = ['15m', '1h', '24h', '7d', 'any'] as const
export type Range = (typeof RANGES)[number]

export const RANGE_WORDS: Readonly<Record<Range, string>> = {
  '15m': 'Last 15 min',
  '1h': 'Last hour',
  '24h': 'Last 24 h',
  '7d': 'Last 7 days',
  any: 'Any time',
}

/** Messages by subscribers, or one line each. */
export const VIEWS = ['grid', 'list'] as const
export type View = (typeof VIEWS)[number]

const RANGE_MS: Readonly<Record<Range, number | null>> = {
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  any: null,
}

const SHOWN_STATES: Readonly<Record<Show, string | undefined>> = {
  all: undefined,
  unsettled: 'pending,inFlight,retrying,scheduled',
  failed: 'retrying,dead',
  missed: 'missed',
  scheduled: 'scheduled',
}

/** The API's question. A `state:` or a time in the field is more exact than the quick choice, so it wins. */
export function questionOf(filter: MessageFilter, show: Show, range: Range, now: number): MessagesFilter {
  const { state = SHOWN_STATES[show], ...rest } = filter
  const span = hasTime(filter) ? null : RANGE_MS[range]
  return {
    ...rest,
    ...(state !== undefined && { state }),
    ...(span !== null && { since: new Date(now - span).toISOString() }),
  }
}

/** Whether the field itself says when. */
export function hasTime({ since, until }: MessageFilter): boolean {
  return since !== undefined || until !== undefined
}

/** The next wider range; `null` where there is none. */
export function widerRange(range: Range): Range | null {
  return RANGES[RANGES.indexOf(range) + 1] ?? null
}

import { RANGES, type Range, sinceOf } from '../../../lib/filters/times.ts'
import type { MessagesFilter } from '../../../lib/queries/messages.ts'
import type { MessageFilter } from './text/parse.ts'

/** Quick choices beside the filter field. */
export const SHOWS = ['all', 'unsettled', 'failed', 'missed', 'scheduled'] as const
export type Show = (typeof SHOWS)[number]

/** Messages by subscribers, or one line each. */
export const VIEWS = ['grid', 'list'] as const
export type View = (typeof VIEWS)[number]

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
  const since = hasTime(filter) ? undefined : sinceOf(range, now)
  return {
    ...rest,
    ...(state !== undefined && { state }),
    ...(since !== undefined && { since }),
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

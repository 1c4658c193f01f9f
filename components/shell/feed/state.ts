import type { Cost, Totals } from '@/lib/feed.ts'
import type { HealthWord } from '@/lib/queries/health.ts'

/** What the pages know of their connection. Replaced as a whole at each change, never written into. */
export interface FeedState {
  /** `waiting`: broken, the next try stands in `nextTryAt`. `refused`: a token is needed. */
  readonly link: 'connecting' | 'connected' | 'waiting' | 'refused'
  /** Nobody wants live updates for now: `p`, or the button. */
  readonly paused: boolean
  /** When the connection broke, while it is. */
  readonly brokenAt: number | null
  readonly nextTryAt: number | null
  /** What the broker says of itself while there is no connection. */
  readonly health: HealthWord | null
  /** The last word from the broker: what is shown is from then. */
  readonly seenAt: number | null
  readonly totals: Totals | null
  readonly cost: Cost | null
  /** The queue whose messages the broker tells as they pass by, once it has said that it does. */
  readonly following: string | null
  /** This connection's id at the broker. */
  readonly tab: string | null
}

export const AT_FIRST: FeedState = {
  link: 'connecting',
  paused: false,
  brokenAt: null,
  nextTryAt: null,
  health: null,
  seenAt: null,
  totals: null,
  cost: null,
  following: null,
  tab: null,
}

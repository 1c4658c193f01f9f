import type { TailMessage } from '../../lib/feed.ts'

/** What has passed by since it began, newest first. */
export interface LiveState {
  readonly rows: readonly LiveRow[]
  readonly passed: number
  readonly skipped: number
}

export interface LiveRow {
  /** Counts up: an id may pass by twice. */
  readonly key: number
  readonly message: TailMessage
}

type LiveAction =
  | { readonly kind: 'passed'; readonly messages: readonly TailMessage[]; readonly skipped: number }
  | { readonly kind: 'clear' }

export const AT_FIRST: LiveState = { rows: [], passed: 0, skipped: 0 }

/** So many stay on the page; older ones are in the Messages tab. */
const KEPT = 200

export function liveReducer(state: LiveState, action: LiveAction): LiveState {
  if (action.kind === 'clear') return AT_FIRST
  const fresh = action.messages.map((message, index) => ({ key: state.passed + index, message })).reverse()
  return {
    rows: [...fresh, ...state.rows].slice(0, KEPT),
    passed: state.passed + action.messages.length,
    skipped: state.skipped + action.skipped,
  }
}

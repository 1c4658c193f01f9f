import type { TailMessage } from '../../lib/feed.ts'

/** What has passed by since it began, newest first. */
export interface LiveState {
  readonly rows: readonly LiveRow[]
  /** Messages that passed, those that are not shown included. */
  readonly passed: number
  /** What came since it was stopped, newest first; `null` while it follows. */
  readonly held: readonly LiveRow[] | null
  /** Rows so far: a key for each, as an id may pass by twice. */
  readonly made: number
}

export type LiveRow = LiveMessage | LiveGap

export interface LiveMessage {
  readonly kind: 'message'
  readonly key: number
  readonly message: TailMessage
}

/** So many passed by here and are not shown. `from` and `to` are seqs, where some of them are known to be queued. */
export interface LiveGap {
  readonly kind: 'gap'
  readonly key: number
  readonly count: number
  readonly from: number | null
  readonly to: number | null
  /** They came too fast, or after as many as are held had come while it was stopped. */
  readonly reason: 'fast' | 'held'
}

export type LiveAction =
  | { readonly kind: 'passed'; readonly messages: readonly TailMessage[]; readonly skipped: number }
  | { readonly kind: 'stop' | 'resume' | 'clear' }

export const AT_FIRST: LiveState = { rows: [], passed: 0, held: null, made: 0 }

/** So many rows stay on the page; older ones are in the Messages tab. */
export const KEPT = 300
/** So many are held while it is stopped: all of them show when it follows again. */
export const HELD = 300

export function liveReducer(state: LiveState, action: LiveAction): LiveState {
  switch (action.kind) {
    case 'clear':
      return { ...AT_FIRST, held: state.held === null ? null : [], made: state.made }
    case 'stop':
      return { ...state, held: state.held ?? [] }
    case 'resume':
      return { ...state, rows: [...(state.held ?? []), ...state.rows].slice(0, KEPT), held: null }
    case 'passed':
      return passed(state, action.messages, action.skipped)
  }
}

function passed(state: LiveState, messages: readonly TailMessage[], skipped: number): LiveState {
  const newest = state.held?.[0] ?? state.rows[0]
  const fresh = rowsOf(messages, skipped, seqBefore(newest), state.made)
  const next = { ...state, passed: state.passed + messages.length + skipped, made: state.made + fresh.length }
  if (state.held === null) return { ...next, rows: [...fresh, ...state.rows].slice(0, KEPT) }
  return { ...next, held: holding(state.held, fresh) }
}

/** The skipped ones came before those that are shown: the feed tells of the newest of each moment. */
function rowsOf(messages: readonly TailMessage[], skipped: number, before: number | null, made: number): LiveRow[] {
  const rows = messages.map((message, index): LiveRow => ({ kind: 'message', key: made + index + 1, message }))
  if (skipped > 0) {
    const next = messages.find(({ seq }) => seq !== null)?.seq ?? null
    rows.unshift({ kind: 'gap', key: made, count: skipped, ...between(before, next), reason: 'fast' })
  }
  return rows.reverse()
}

function between(before: number | null, next: number | null): { from: number | null; to: number | null } {
  if (before === null || next === null || next - before < 2) return { from: null, to: null }
  return { from: before + 1, to: next - 1 }
}

/** Once as many are held as may be, the rest is one gap that grows. */
function holding(held: readonly LiveRow[], fresh: readonly LiveRow[]): readonly LiveRow[] {
  const [top] = held
  const open = top?.kind === 'gap' && top.reason === 'held' ? top : null
  const room = open === null ? HELD - held.length : 0
  if (fresh.length <= room) return [...fresh, ...held]
  const [rest, kept] = [fresh.slice(0, fresh.length - room), fresh.slice(fresh.length - room)]
  const below = open === null ? [...kept, ...held] : held.slice(1)
  const gap: LiveGap = {
    kind: 'gap',
    key: open?.key ?? rest.at(-1)?.key ?? 0,
    count: (open?.count ?? 0) + rest.reduce((sum, row) => sum + countOf(row), 0),
    from: open?.from ?? after(seqBefore(below[0])),
    to: seqBefore(rest[0]) ?? open?.to ?? null,
    reason: 'held',
  }
  return [gap, ...below]
}

const after = (seq: number | null): number | null => (seq === null ? null : seq + 1)

/** The largest seq that a row stands for. */
function seqBefore(row: LiveRow | undefined): number | null {
  if (row === undefined) return null
  return row.kind === 'gap' ? row.to : row.message.seq
}

function countOf(row: LiveRow): number {
  return row.kind === 'gap' ? row.count : 1
}

/** Messages that these rows stand for, and how many of them can be shown. */
export function heldCounts(held: readonly LiveRow[]): { readonly came: number; readonly kept: number } {
  return {
    came: held.reduce((sum, row) => sum + countOf(row), 0),
    kept: held.reduce((sum, row) => sum + (row.kind === 'message' ? 1 : 0), 0),
  }
}

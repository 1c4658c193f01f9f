import { cellsOf, type LabState, namesOf } from './state.ts'

/** The figures of one lane, over all subscribers. */
export interface LaneCounts {
  /** Messages times subscribers. */
  readonly due: number
  readonly received: number
  readonly missed: number
  readonly waiting: number
  readonly retrying: number
  readonly dead: number
  /** Waited for an absent subscriber, and how many of those have arrived since. */
  readonly waited: number
  readonly caughtUp: number
  /** Dispatches beyond the first of each. */
  readonly repeated: number
}

const NONE: LaneCounts = {
  due: 0,
  received: 0,
  missed: 0,
  waiting: 0,
  retrying: 0,
  dead: 0,
  waited: 0,
  caughtUp: 0,
  repeated: 0,
}

export function realtimeCounts(state: LabState, who: readonly string[] = namesOf(state)): LaneCounts {
  const cells = who.flatMap((name) => cellsOf(state, name))
  return {
    ...NONE,
    due: cells.length,
    received: cells.filter((cell) => cell.realtime === 'delivered').length,
    missed: cells.filter((cell) => cell.realtime === 'missed').length,
  }
}

export function queuedCounts(state: LabState, who: readonly string[] = namesOf(state)): LaneCounts {
  const cells = who.flatMap((name) => cellsOf(state, name)).filter((cell) => cell.queued !== 'none')
  const waited = cells.filter((cell) => cell.waited)
  const of = (...states: string[]) => cells.filter((cell) => states.includes(cell.queued)).length
  return {
    ...NONE,
    due: cells.length,
    received: of('acked'),
    waiting: of('waiting', 'inFlight'),
    retrying: of('retrying'),
    dead: of('dead'),
    waited: waited.length,
    caughtUp: waited.filter((cell) => cell.queued === 'acked').length,
    repeated: cells.reduce((sum, cell) => sum + Math.max(0, cell.dispatches - 1), 0),
  }
}

/** Whether a subscriber's messages came to it in the order in which they were published. */
export function inOrder(state: LabState, who: string): boolean {
  const arrivals = cellsOf(state, who).flatMap((cell) => (cell.arrival !== null ? [cell.arrival] : []))
  return arrivals.every((arrival, index) => index === 0 || arrival > (arrivals[index - 1] ?? -1))
}

/** How long after its return the last message that had waited was acked; `null` where none waited. */
export function caughtUpWithinMs(state: LabState, who: string): number | null {
  const backAt = state.subscribers.find((one) => one.name === who)?.backAt ?? null
  const acks = cellsOf(state, who).flatMap((cell) => (cell.waited && cell.ackedAt !== null ? [cell.ackedAt] : []))
  if (backAt === null || acks.length === 0) return null
  return Math.max(0, Math.max(...acks) - backAt)
}

/** How far a subscriber is with what had waited for it, and at its own pace since its return how long the rest takes. */
export interface CatchUp {
  readonly done: number
  readonly of: number
  /** `null` until two have been acked since its return: one says nothing about a pace. */
  readonly leftMs: number | null
}

/** `null` unless it is there and some of what waited is still to come. */
export function catchUp(state: LabState, who: string): CatchUp | null {
  const one = state.subscribers.find((each) => each.name === who)
  const waited = cellsOf(state, who).filter((cell) => cell.waited && cell.queued !== 'dead')
  const acks = waited.flatMap((cell) => (cell.queued === 'acked' && cell.ackedAt !== null ? [cell.ackedAt] : []))
  if (one?.online !== true || acks.length === waited.length) return null
  const since = acks.filter((at) => one.backAt !== null && at >= one.backAt)
  const spanMs = Math.max(...since) - Math.min(...since)
  const leftMs = since.length < 2 ? null : (spanMs / (since.length - 1)) * (waited.length - acks.length)
  return { done: acks.length, of: waited.length, leftMs }
}

import { cellsOf, type LabState, SUBSCRIBERS, type SubscriberName } from './state.ts'

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
}

const NONE: LaneCounts = { due: 0, received: 0, missed: 0, waiting: 0, retrying: 0, dead: 0, waited: 0, caughtUp: 0 }

export function realtimeCounts(state: LabState, who: readonly SubscriberName[] = SUBSCRIBERS): LaneCounts {
  const cells = who.flatMap((name) => cellsOf(state, name))
  return {
    ...NONE,
    due: cells.length,
    received: cells.filter((cell) => cell.realtime === 'delivered').length,
    missed: cells.filter((cell) => cell.realtime === 'missed').length,
  }
}

export function queuedCounts(state: LabState, who: readonly SubscriberName[] = SUBSCRIBERS): LaneCounts {
  const cells = who.flatMap((name) => cellsOf(state, name))
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
  }
}

/** Whether a subscriber's messages came to it in the order in which they were published. */
export function inOrder(state: LabState, who: SubscriberName): boolean {
  const arrivals = cellsOf(state, who).flatMap((cell) => (cell.waited && cell.arrival !== null ? [cell.arrival] : []))
  return arrivals.every((arrival, index) => index === 0 || arrival > (arrivals[index - 1] ?? -1))
}

/** How long after its return the last message that had waited was acked; `null` where none waited. */
export function caughtUpWithinMs(state: LabState, who: SubscriberName): number | null {
  const backAt = state.subscribers.find((one) => one.name === who)?.backAt ?? null
  const acks = cellsOf(state, who).flatMap((cell) => (cell.waited && cell.ackedAt !== null ? [cell.ackedAt] : []))
  if (backAt === null || acks.length === 0) return null
  return Math.max(0, Math.max(...acks) - backAt)
}

import type { Count, Expectations, Expected } from './file/format.ts'
import { inOrder, queuedCounts, realtimeCounts } from './lab/counts.ts'
import type { LabState } from './lab/state.ts'

/** One figure that was expected, and what was seen. */
export interface Check {
  readonly who: string
  readonly lane: 'realtime' | 'queued'
  /** As it stands in the file: "missed". */
  readonly figure: string
  readonly expected: string
  readonly seen: string
  readonly ok: boolean
}

type Figures = Readonly<Record<string, number | boolean>>

/** The figures of one subscriber, counted from what arrived. What has not arrived is missed as long as it has not. */
export function figuresOf(state: LabState, who: string): { readonly realtime: Figures; readonly queued: Figures } {
  const live = realtimeCounts(state, [who])
  const kept = queuedCounts(state, [who])
  const { received: acked, waiting, retrying, dead, caughtUp, repeated } = kept
  return {
    realtime: { received: live.received, missed: live.due - live.received },
    queued: {
      acked,
      waiting,
      retrying,
      dead,
      caughtUp,
      repeated,
      inOrder: inOrder(state, who),
    },
  }
}

/** Compares each expected figure with the state. */
export function judge(state: LabState, expectations: Expectations): readonly Check[] {
  return Object.entries(expectations).flatMap(([who, expected]) => judgeOne(state, who, expected))
}

export function allHold(checks: readonly Check[]): boolean {
  return checks.every((check) => check.ok)
}

function judgeOne(state: LabState, who: string, expected: Expected): Check[] {
  const figures = figuresOf(state, who)
  return (['realtime', 'queued'] as const).flatMap((lane) =>
    Object.entries(expected[lane] ?? {}).flatMap(([figure, wanted]) => {
      if (wanted === undefined) return []
      const seen = figures[lane][figure] ?? 0
      return { who, lane, figure, expected: wordOf(wanted), seen: wordOf(seen), ok: holds(wanted, seen) }
    }),
  )
}

function holds(wanted: Count | boolean, seen: number | boolean): boolean {
  if (typeof wanted !== 'object') return wanted === seen
  const value = Number(seen)
  return value >= (wanted.atLeast ?? 0) && value <= (wanted.atMost ?? Number.POSITIVE_INFINITY)
}

function wordOf(value: Count | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return String(value)
  const { atLeast, atMost } = value
  if (atLeast === undefined) return `at most ${atMost}`
  return atMost === undefined ? `at least ${atLeast}` : `${atLeast} to ${atMost}`
}

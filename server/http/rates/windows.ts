import type { RateSeries } from '../../broker/api.ts'
import type { StoredRate } from '../../store/queries/types.ts'

const MINUTE_MS = 60_000

/** Steps of a minute for an hour, and of a quarter for a day; the last is under way. */
export const WINDOWS = {
  '1h': { stepMs: MINUTE_MS, steps: 60 },
  '24h': { stepMs: 15 * MINUTE_MS, steps: 96 },
} as const

export type LongWindow = keyof typeof WINDOWS

const COUNTED = ['published', 'publishedRealtime', 'delivered', 'deliveredRealtime', 'acked', 'missed'] as const

type Step = Record<(typeof COUNTED)[number], number> & { waiting: number | null; up: boolean }

export interface Parts {
  readonly window: LongWindow
  readonly now: number
  /** What is written of it, and of all: where that has a row, a broker ran. */
  readonly rows: readonly StoredRate[]
  readonly ofAll: readonly StoredRate[]
  /** The last 15 minutes from memory: what is not written yet is there. */
  readonly recent: RateSeries
}

/** When a window begins. */
export function fromOf(window: LongWindow, now: number): number {
  const { stepMs, steps } = WINDOWS[window]
  return (Math.floor(now / stepMs) - steps + 1) * stepMs
}

/** One series of what is written and what is not yet. */
export function windowOf({ window, now, rows, ofAll, recent }: Parts): RateSeries {
  const { stepMs, steps } = WINDOWS[window]
  const from = fromOf(window, now)
  const line = Array.from({ length: steps }, emptyStep)
  const stepAt = (at: number): Step | undefined => line[Math.floor((at - from) / stepMs)]
  // The running minute is in memory whole, also where a broker that ended in it wrote its part.
  const running = Math.floor(now / MINUTE_MS) * MINUTE_MS
  const written = ofAll.reduce((end, row) => Math.max(end, Math.min(row.at + row.minutes * MINUTE_MS, running)), from)
  for (const { at } of ofAll) note(stepAt(at), { up: at < written })
  // The core counts the two ways apart, and people ask for both together.
  for (const row of rows)
    if (row.at < written) note(stepAt(row.at), { ...row, delivered: row.delivered + row.deliveredRealtime })
  for (const [at, step] of stepsOf(recent)) if (at >= written) note(stepAt(at), step)
  carry(line, rows.find(({ at }) => at < from)?.waiting ?? line.find(known)?.waiting ?? recent.waiting.at(-1) ?? 0)
  return { stepMs, from, ...shown(line) }
}

function emptyStep(): Step {
  const counts = { published: 0, publishedRealtime: 0, delivered: 0, deliveredRealtime: 0, acked: 0, missed: 0 }
  return { ...counts, waiting: null, up: false }
}

/** Counts add up; what waits is the last word. */
function note(step: Step | undefined, more: Partial<Step>): void {
  if (step === undefined) return
  for (const kind of COUNTED) step[kind] += more[kind] ?? 0
  step.waiting = more.waiting ?? step.waiting
  step.up ||= more.up ?? false
}

function* stepsOf(recent: RateSeries): Iterable<[number, Step]> {
  for (const [i, up] of recent.up.entries()) {
    const step = emptyStep()
    for (const kind of COUNTED) step[kind] = recent[kind][i] ?? 0
    yield [recent.from + i * recent.stepMs, { ...step, up, waiting: up ? (recent.waiting[i] ?? null) : null }]
  }
}

const known = ({ waiting }: Step): boolean => waiting !== null

/** Where nothing is written nothing was counted, so as much waited as before. */
function carry(line: readonly Step[], before: number): void {
  let waiting = before
  for (const step of line) {
    waiting = step.waiting ?? waiting
    step.waiting = step.up ? waiting : 0
  }
}

function shown(line: readonly Step[]): Omit<RateSeries, 'stepMs' | 'from'> {
  const of = (kind: (typeof COUNTED)[number]): number[] => line.map((step) => step[kind])
  return {
    published: of('published'),
    publishedRealtime: of('publishedRealtime'),
    delivered: of('delivered'),
    deliveredRealtime: of('deliveredRealtime'),
    acked: of('acked'),
    missed: of('missed'),
    waiting: line.map(({ waiting }) => waiting ?? 0),
    up: line.map(({ up }) => up),
  }
}

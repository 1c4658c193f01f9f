import type { Rates } from '../../../lib/api.ts'
import { clock, count, moment } from '../../../lib/format.ts'

/** Bars that fit: neighbouring steps are added up until there are no more than these. */
const MOST = 48

/** A stretch of a series as a chart draws it. */
export interface Step {
  readonly from: number
  readonly to: number
  /** `false`: the broker did not run, and nothing is known. */
  readonly up: boolean
  readonly delivered: number
  readonly missed: number
  readonly published: number
  readonly acked: number
  /** At its end. */
  readonly waiting: number
}

/** The steps of a series, oldest first; the last one runs until now. */
export function stepsOf(rates: Rates): Step[] {
  const each = Math.max(1, Math.ceil(rates.waiting.length / MOST))
  const bars = Math.ceil(rates.waiting.length / each)
  const short = bars * each - rates.waiting.length
  const start = Date.parse(rates.from)
  return Array.from({ length: bars }, (_, bar) => {
    const first = Math.max(0, bar * each - short)
    const end = (bar + 1) * each - short
    const sum = (series: readonly number[]) => series.slice(first, end).reduce((all, one) => all + one, 0)
    const known = rates.up.slice(first, end)
    return {
      from: start + first * rates.stepMs,
      to: start + end * rates.stepMs,
      up: known.some((up) => up),
      delivered: sum(rates.deliveredRealtime),
      missed: sum(rates.missed),
      published: sum(rates.published),
      acked: sum(rates.acked),
      // The last one of the stretch that is known.
      waiting: rates.waiting[first + known.lastIndexOf(true)] ?? 0,
    }
  })
}

/** "12:04:00 to 12:04:30: 1,204 delivered, 3 missed". */
export function deliveredWords(step: Step): string {
  return `${span(step)}: ${step.up ? `${count(step.delivered)} delivered, ${count(step.missed)} missed` : DOWN}`
}

/** "12:04:00 to 12:04:30: 312 published, 300 acked, 48 waiting at its end". */
export function waitingWords(step: Step): string {
  const { up, published, acked, waiting } = step
  const figures = `${count(published)} published, ${count(acked)} acked, ${count(waiting)} waiting at its end`
  return `${span(step)}: ${up ? figures : DOWN}`
}

const DOWN = 'not known, the broker did not run or had not written it down'

const span = ({ from, to }: Step): string => `${moment(from)} to ${clock(to)}`

/** By how much what waits has changed, between the first and the last step that are known. */
export function changeOf(steps: readonly Step[]): number {
  const known = steps.filter(({ up }) => up)
  return (known.at(-1)?.waiting ?? 0) - (known[0]?.waiting ?? 0)
}

/** The line as pieces of a path: none crosses a gap. */
export function piecesOf(steps: readonly Step[]): { readonly index: number; readonly waiting: number }[][] {
  const pieces: { index: number; waiting: number }[][] = []
  let open = false
  for (const [index, { up, waiting }] of steps.entries()) {
    if (up && !open) pieces.push([])
    if (up) pieces.at(-1)?.push({ index, waiting })
    open = up
  }
  return pieces
}

import { count, DAY_MS, duration, HOUR_MS, MINUTE_MS, SECOND_MS } from './format.ts'

/** Below this the words would only flicker: it is caught up before they are read. */
const LEAST_MS = 2 * SECOND_MS

/** An estimate as exact as it is: "7 s", "40 s", "4 m", "3 h", "2 d". */
export function about(ms: number): string {
  const step = [
    [10 * SECOND_MS, SECOND_MS],
    [MINUTE_MS, 5 * SECOND_MS],
    [HOUR_MS, MINUTE_MS],
    [DAY_MS, HOUR_MS],
    [Number.POSITIVE_INFINITY, DAY_MS],
  ].find(([below]) => ms < (below ?? 0))?.[1]
  const size = step ?? DAY_MS
  return duration(Math.max(1, Math.round(ms / size)) * size)
}

/** "812 to go, about 40 s" while a backlog drains; `null` where it does not, and nobody can say how long it takes. */
export function toGoWords(left: number, catchUpMs: number | null): string | null {
  if (left === 0 || catchUpMs === null || catchUpMs < LEAST_MS) return null
  return `${count(left)} to go, about ${about(catchUpMs)}`
}

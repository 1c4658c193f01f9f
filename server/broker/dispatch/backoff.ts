import type { Limits } from '../limits.ts'

/** Milliseconds until the next try after so many failures: 1 s doubling to 5 min, ±20 %. `random` is in [0, 1). */
export function backoffMs(failures: number, random: number, limits: Limits): number {
  const doubled = limits.backoffFirstMs * 2 ** Math.min(failures - 1, 30)
  const capped = Math.min(doubled, limits.backoffMaxMs)
  return Math.round(capped * (1 + limits.backoffJitter * (2 * random - 1)))
}

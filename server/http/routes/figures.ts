import type { Spark } from '../../../lib/api.ts'
import type { RateSeries } from '../../broker/api.ts'

/** A rate as people read it: two digits after the point below 10, else one. */
export function rounded(perSecond: number): number {
  const digits = Math.abs(perSecond) < 10 ? 100 : 10
  return Math.round(perSecond * digits) / digits
}

const TOGETHER = 3

/** Both ways, three steps in one: 30 figures. */
export function sparkOf({ stepMs, published, publishedRealtime }: RateSeries): Spark {
  const counts = new Array<number>(Math.ceil(published.length / TOGETHER)).fill(0)
  published.forEach((count, i) => {
    const at = Math.floor(i / TOGETHER)
    counts[at] = (counts[at] ?? 0) + count + (publishedRealtime[i] ?? 0)
  })
  return { stepMs: stepMs * TOGETHER, published: counts }
}

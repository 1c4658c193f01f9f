import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'

/** Rows beyond the view: a wheel that is quicker than the drawing shows those ahead, and hardly ever those behind. */
const AHEAD = 24
const BEHIND = 6

/** The rows to draw, for who went up or down last. */
export function drawnRows(range: Range, way: 'up' | 'down'): number[] {
  const all = defaultRangeExtractor({ ...range, overscan: AHEAD })
  return all.filter((index) => (way === 'down' ? index >= range.startIndex - BEHIND : index <= range.endIndex + BEHIND))
}

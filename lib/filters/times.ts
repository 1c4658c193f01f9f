import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../format.ts'

/** How far back; `any` is all that is kept. */
export const RANGES = ['15m', '1h', '24h', '7d', 'any'] as const
export type Range = (typeof RANGES)[number]

export const RANGE_WORDS: Readonly<Record<Range, string>> = {
  '15m': 'Last 15 min',
  '1h': 'Last hour',
  '24h': 'Last 24 h',
  '7d': 'Last 7 days',
  any: 'Any time',
}

const UNITS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }

/** `2h` ago, or a time as people and programs write it; without a zone it is the reader's own. */
export function timeOf(text: string, now: number): string | null {
  const ago = /^(\d{1,6})(s|m|h|d)$/.exec(text)
  const at = ago === null ? Date.parse(text) : now - Number(ago[1]) * (UNITS[ago[2] ?? ''] ?? 0)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

/** From when on a range reaches; `undefined` for any time. */
export function sinceOf(range: Range, now: number): string | undefined {
  return range === 'any' ? undefined : (timeOf(range, now) ?? undefined)
}

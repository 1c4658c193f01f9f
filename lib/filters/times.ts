import { DAY_MS, HOUR_MS, MINUTE_MS, readTime, SECOND_MS, type TimeZone } from '../format.ts'

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

/** The same for a control. */
export const RANGE_OPTIONS = RANGES.map((value) => ({ value, word: RANGE_WORDS[value] }))

const UNITS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/i
const ZONE = /(Z|[+-]\d{2}:\d{2})$/i

/**
 * Reads a time: `15m`, `2h`, `3d` ago, or a date as ISO writes it, with or without the time of day. Without a zone it is
 * in the one that times are told in. `null` where it is none of them.
 */
export function timeOf(text: string, now: number, zone?: TimeZone): string | null {
  const ago = /^(\d{1,6})([smhd])$/i.exec(text)
  if (ago !== null) {
    const unit = UNITS[(ago[2] ?? '').toLowerCase()] ?? 0
    return new Date(now - Number(ago[1]) * unit).toISOString()
  }
  if (!DATE.test(text)) return null
  const time = dateOf(text, zone)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

function dateOf(text: string, zone: TimeZone): number {
  // A date alone would be midnight in UTC.
  if (text.length === 10) return readTime(`${text}T00:00`, zone)
  return ZONE.test(text.slice(10)) ? Date.parse(text) : readTime(text, zone)
}

/** From when on a range reaches; `undefined` for any time. */
export function sinceOf(range: Range, now: number): string | undefined {
  return range === 'any' ? undefined : (timeOf(range, now) ?? undefined)
}

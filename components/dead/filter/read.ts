import type { DeadLetterFilter } from '../../../lib/api.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../lib/format.ts'
import { readTerms, type Term } from '../../../lib/queries/terms.ts'

/** The words of the filter field, and the API's name for each. */
const FIELDS = {
  queue: 'queue',
  subscription: 'subscription',
  event: 'event',
  key: 'key',
  reason: 'reasonText',
  text: 'text',
  since: 'since',
  until: 'until',
} as const satisfies Readonly<Record<string, keyof DeadLetterFilter>>

type Field = keyof typeof FIELDS
const NAMES = Object.keys(FIELDS) as readonly Field[]
const UNITS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }

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

export interface ReadFilter {
  readonly filter: DeadLetterFilter
  /** What in the text nobody can act on, a sentence each. */
  readonly problems: readonly string[]
}

/** What the text and the time range mean. Nothing is guessed: a word without a field is a problem, and no search. */
export function readFilter(text: string, range: Range, now: number): ReadFilter {
  const { terms, bare } = readTerms(text)
  const filter: DeadLetterFilter = range === 'any' ? {} : { since: timeOf(range, now) ?? undefined }
  const problems = bare.map((word) => `${word} has no field in front. Write text:${word} to look in the payload.`)
  const seen = new Set<string>()
  for (const term of terms) {
    const problem = seen.has(term.field) ? `${term.field}: stands twice. One value each.` : take(term, filter, now)
    if (problem !== null) problems.push(problem)
    if (term.value !== '') seen.add(term.field)
  }
  return { filter, problems }
}

function take({ field, value }: Term, filter: DeadLetterFilter, now: number): string | null {
  const known = NAMES.find((name) => name === field)
  if (known === undefined) return `${field}: is no field here. There are ${NAMES.join(', ')}.`
  // Half-typed: nothing to look for yet, and nothing to complain about.
  if (value === '') return null
  if (known !== 'since' && known !== 'until') {
    filter[FIELDS[known]] = value
    return null
  }
  const time = timeOf(value, now)
  if (time === null) return `${value} is no time. Write ${known}:2h, or ${known}:2026-03-01T12:04.`
  filter[known] = time
  return null
}

/** `2h` ago, or a time as people and programs write it; without a zone it is the reader's own. */
export function timeOf(text: string, now: number): string | null {
  const ago = /^(\d{1,6})(s|m|h|d)$/.exec(text)
  const at = ago === null ? Date.parse(text) : now - Number(ago[1]) * (UNITS[ago[2] ?? ''] ?? 0)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

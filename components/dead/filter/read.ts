import type { DeadLetterFilter } from '../../../lib/api.ts'
import { readTerms, type Term } from '../../../lib/filters/terms.ts'
import { type Range, sinceOf, timeOf } from '../../../lib/filters/times.ts'
import type { TimeZone } from '../../../lib/format.ts'

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

export interface ReadFilter {
  readonly filter: DeadLetterFilter
  /** What in the text nobody can act on, a sentence each. */
  readonly problems: readonly string[]
}

/** What the text and the time range mean. Nothing is guessed: a word without a field is a problem, and no search. */
export function readFilter(text: string, range: Range, now: number, zone?: TimeZone): ReadFilter {
  const { terms, bare } = readTerms(text)
  const since = sinceOf(range, now)
  const filter: DeadLetterFilter = since === undefined ? {} : { since }
  const problems = bare.map((word) => `${word} has no field in front. Write text:${word} to look in the payload.`)
  const seen = new Set<string>()
  for (const term of terms) {
    const problem = seen.has(term.field)
      ? `${term.field}: stands twice. One value each.`
      : take(term, filter, (time) => timeOf(time, now, zone))
    if (problem !== null) problems.push(problem)
    if (term.value !== '') seen.add(term.field)
  }
  return { filter, problems }
}

function take({ field, value }: Term, filter: DeadLetterFilter, read: (time: string) => string | null): string | null {
  const known = NAMES.find((name) => name === field)
  if (known === undefined) return `${field}: is no field here. There are ${NAMES.join(', ')}.`
  // Half-typed: nothing to look for yet, and nothing to complain about.
  if (value === '') return null
  if (known !== 'since' && known !== 'until') {
    filter[FIELDS[known]] = value
    return null
  }
  const time = read(value)
  if (time === null) return `${value} is no time. Write ${known}:2h, or ${known}:2026-03-01T12:04.`
  filter[known] = time
  return null
}

import { readTerms, type Term } from '../../../../lib/filters/terms.ts'
import { timeOf } from '../../../../lib/filters/times.ts'
import type { TimeZone } from '../../../../lib/format.ts'
import { FIELDS, isField, PAYLOAD, STATES, stateOf } from './fields.ts'
import { readSeqs } from './values.ts'

/** What a message can be asked for, in the API's words. */
export interface MessageFilter {
  readonly state?: string
  readonly event?: string
  readonly key?: string
  readonly subscription?: string
  readonly text?: string
  readonly id?: string
  readonly fromSeq?: number
  readonly toSeq?: number
  readonly since?: string
  readonly until?: string
  /** `customer.id:c_4417`; all of them must hold. */
  readonly payload?: string[]
}

/** A filter that can be sent, and the sentences about what in the text cannot. */
export interface ParsedFilter {
  readonly filter: MessageFilter
  readonly problems: readonly string[]
}

/** What the API takes of them. */
const PAYLOAD_MOST = 8

type Read = { -readonly [Name in keyof MessageFilter]: MessageFilter[Name] }

/** Reads the filter field. Nothing is guessed: a word that has no field is a problem, not a search of everything. */
export function parseFilter(text: string, now: number = Date.now(), zone?: TimeZone): ParsedFilter {
  const { terms, bare } = readTerms(text)
  const filter: Read = {}
  const problems = bare.map((word) => `${word} has no field in front. Write text:${word} to look in the payload.`)
  const seen = new Set<string>()
  for (const { field, value } of terms) {
    // Half-typed: nothing to search for yet, and nothing to complain about.
    if (value === '' && isKnown(field)) continue
    const problem = seen.has(field)
      ? `${field}: stands twice. One value each.`
      : take({ field, value }, filter, (time) => timeOf(time, now, zone))
    seen.add(field)
    if (problem !== null) problems.push(problem)
  }
  return { filter, problems }
}

function isKnown(field: string): boolean {
  return isField(field) || field.startsWith(PAYLOAD)
}

/** Puts one term into the filter; a sentence where it cannot be. */
function take({ field, value }: Term, filter: Read, read: (time: string) => string | null): string | null {
  if (field.startsWith(PAYLOAD)) {
    if ((filter.payload?.length ?? 0) === PAYLOAD_MOST) return `At most ${PAYLOAD_MOST} values of the payload at once.`
    filter.payload = [...(filter.payload ?? []), `${field.slice(PAYLOAD.length)}:${value}`]
    return null
  }
  if (!isField(field)) {
    return `${field}: is no field here. There are ${FIELDS.map((one) => one.field).join(', ')} and payload.path.`
  }
  if (field === 'state') return takeState(value, filter)
  if (field === 'seq') return takeSeq(value, filter)
  if (field !== 'since' && field !== 'until') {
    filter[field] = value
    return null
  }
  const instant = read(value)
  if (instant === null) return `${value} is no time. Write 15m, 2h, 3d, or a date such as 2026-03-01T12:00.`
  filter[field] = instant
  return null
}

function takeState(value: string, filter: Read): string | null {
  const state = stateOf(value)
  if (state === undefined) return `${value} is no state. There are ${Object.keys(STATES).join(', ')}.`
  filter.state = state
  return null
}

function takeSeq(value: string, filter: Read): string | null {
  const range = readSeqs(value)
  if (range === null) return `${value} is no seq. Write 48217, >100 or 10..20.`
  if (range.from !== undefined) filter.fromSeq = range.from
  if (range.to !== undefined) filter.toSeq = range.to
  return null
}

import { readTerms, type Term } from '../../../lib/queries/terms.ts'

/** What a message can be asked for, in the API's words. */
export interface MessageFilter {
  readonly state?: string
  readonly event?: string
  readonly key?: string
  readonly subscription?: string
  readonly text?: string
  readonly id?: string
}

/** A filter that can be sent, and the sentences about what in the text cannot. */
export interface ParsedFilter {
  readonly filter: MessageFilter
  readonly problems: readonly string[]
}

const FIELDS = ['state', 'event', 'key', 'subscription', 'text', 'id'] as const
type Field = (typeof FIELDS)[number]

/** The screen says `in flight`, the API `inFlight`; both are understood, and with a dash too. */
const STATES: Readonly<Record<string, string>> = {
  pending: 'pending',
  inflight: 'inFlight',
  retrying: 'retrying',
  acked: 'acked',
  dead: 'dead',
  expired: 'expired',
  scheduled: 'scheduled',
  purged: 'purged',
  delivered: 'delivered',
  missed: 'missed',
}

/** Reads the filter field. Nothing is guessed: a word that has no field is a problem, not a search of everything. */
export function parseFilter(text: string): ParsedFilter {
  const { terms, bare } = readTerms(text)
  const filter: Partial<Record<Field, string>> = {}
  const problems = bare.map((word) => `${word} has no field in front. Write text:${word} to look in the payload.`)
  for (const term of terms) {
    const problem = take(term, filter)
    if (problem !== null) problems.push(problem)
  }
  return { filter, problems }
}

function take(term: Term, filter: Partial<Record<Field, string>>): string | null {
  const field = FIELDS.find((known) => known === term.field)
  if (field === undefined) return `${term.field}: is no field here. There are ${FIELDS.join(', ')}.`
  // Half-typed: nothing to search for yet, and nothing to complain about.
  if (term.value === '') return null
  if (filter[field] !== undefined) return `${field}: stands twice. One value each.`
  if (field !== 'state') {
    filter[field] = term.value
    return null
  }
  const state = STATES[term.value.toLowerCase().replaceAll(/[\s_-]/g, '')]
  if (state === undefined) return `${term.value} is no state. There are ${Object.keys(STATES).join(', ')}.`
  filter.state = state
  return null
}

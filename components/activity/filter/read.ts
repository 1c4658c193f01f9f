import type { ACTOR_KINDS } from '../../../lib/api.ts'
import { readTerms, type Term } from '../../../lib/filters/terms.ts'
import { timeOf } from '../../../lib/filters/times.ts'
import type { TimeZone } from '../../../lib/format.ts'
import type { ActivityListFilter } from '../../../lib/queries/activity.ts'

const FIELDS = ['queue', 'subscription', 'who', 'since', 'until'] as const

/** What the text means: words without a field are looked for in the sentence, together and in this order. */
export function readFilter(text: string, now: number, zone?: TimeZone) {
  const { terms, bare } = readTerms(text)
  const filter: Record<string, string> = bare.length === 0 ? {} : { text: bare.join(' ') }
  const problems = terms.flatMap((term) => take(term, filter, (time) => timeOf(time, now, zone)) ?? [])
  return { filter: filter satisfies ActivityListFilter as ActivityListFilter, problems }
}

function take(
  { field, value }: Term,
  filter: Record<string, string>,
  read: (time: string) => string | null,
): string | null {
  const known = FIELDS.find((name) => name === field)
  if (known === undefined)
    return `${field}: is no field here. There are ${FIELDS.join(', ')}, and words of the sentence.`
  if (value === '') return null
  if (filter[known] !== undefined) return `${field}: stands twice. One value each.`
  const time = known === 'since' || known === 'until' ? read(value) : value
  if (time === null) return `${value} is no time. Write ${known}:2h, or ${known}:2026-03-01T12:04.`
  filter[known] = time
  return null
}

/** Who did it, as a person asks: people and what they run, or the broker by itself. */
export const WHO = {
  anyone: { word: 'Anyone', kinds: [] },
  people: { word: 'People and scripts', kinds: ['dashboard', 'api'] },
  clients: { word: 'Clients', kinds: ['client'] },
  broker: { word: 'The broker', kinds: ['broker'] },
} as const satisfies Record<string, { word: string; kinds: readonly (typeof ACTOR_KINDS)[number][] }>

export const WHO_NAMES = ['anyone', 'people', 'clients', 'broker'] as const

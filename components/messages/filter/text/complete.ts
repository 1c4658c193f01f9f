import { FIELDS, PAYLOAD } from './fields.ts'

/** What can be offered: what the queue and the rows on the page have. */
export interface Known {
  readonly events: readonly string[]
  readonly subscribers: readonly string[]
  readonly keys: readonly string[]
  /** Paths of fields in the payloads that are shown. */
  readonly paths: readonly string[]
}

/** One way to go on typing. */
export interface Completion {
  /** The whole text with it. */
  readonly text: string
  /** What is added, as it stands in the list. */
  readonly word: string
  readonly hint?: string
}

/** More than this nobody reads; typing on narrows it down. */
const MOST = 8

const STATE_VALUES = [
  'pending',
  'in-flight',
  'retrying',
  'acked',
  'dead',
  'missed',
  'delivered',
  'expired',
  'scheduled',
  'purged',
]
const TIME_VALUES = ['5m', '15m', '1h', '24h', '7d']

/** The fields, or the values of the field that is being typed, for the word before the caret. */
export function completionsOf(text: string, caret: number, known: Known): readonly Completion[] {
  const start = wordStart(text, caret)
  const word = text.slice(start, caret)
  const put = (by: string) => text.slice(0, start) + by + text.slice(caret)
  const colon = word.indexOf(':')
  if (colon === -1) return fieldsFor(word, known).map(({ word, hint }) => ({ text: put(word), word, hint }))
  const field = word.slice(0, colon)
  const typed = word.slice(colon + 1).replace(/^"/, '')
  return best(valuesOf(field.toLowerCase(), known), typed).map((value) => ({
    text: put(`${field}:${/[\s,]/.test(value) ? `"${value}"` : value}`),
    word: value,
  }))
}

/** Where the word that the caret is in begins; a quote holds a word together. */
function wordStart(text: string, caret: number): number {
  let start = 0
  let quoted = false
  for (let at = 0; at < caret; at++) {
    const character = text.charAt(at)
    if (character === '"') quoted = !quoted
    else if (!quoted && /[\s,]/.test(character)) start = at + 1
  }
  return start
}

function fieldsFor(typed: string, known: Known): readonly { readonly word: string; readonly hint: string }[] {
  const lower = typed.toLowerCase()
  if (lower.startsWith(PAYLOAD)) {
    const paths = best(known.paths, typed.slice(PAYLOAD.length))
    return paths.map((path) => ({ word: `${PAYLOAD}${path}:`, hint: 'In the payload' }))
  }
  const fields = [
    ...FIELDS.map(({ field, hint }) => ({ word: `${field}:`, hint })),
    { word: PAYLOAD, hint: 'A value in the payload' },
  ]
  return fields.filter(({ word }) => word.startsWith(lower) && word !== lower)
}

function valuesOf(field: string, known: Known): readonly string[] {
  switch (field) {
    case 'event':
      return known.events
    case 'state':
      return STATE_VALUES
    case 'subscription':
      return known.subscribers
    case 'key':
      return known.keys
    case 'since':
    case 'until':
      return TIME_VALUES
    default:
      return []
  }
}

/** Those that begin with what is typed, then those that hold it; not the one that is typed whole. */
function best(values: readonly string[], typed: string): readonly string[] {
  const lower = typed.toLowerCase()
  const fit = values.filter((value) => value !== typed && value.toLowerCase().includes(lower))
  const begins = fit.filter((value) => value.toLowerCase().startsWith(lower))
  return [...new Set([...begins, ...fit])].slice(0, MOST)
}

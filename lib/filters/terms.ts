/** One `field:value` of a filter field, as it was typed. */
export interface Term {
  readonly field: string
  readonly value: string
}

/** What a filter field's text says, and what in it nobody can act on. */
export interface Terms {
  readonly terms: readonly Term[]
  /** Words without a field in front, in the order in which they were typed. */
  readonly bare: readonly string[]
}

// A quoted value may hold spaces and commas; an unclosed quote runs to the end, so that typing never flickers.
// A field may go on with a path, whose case counts: `payload.customer`.
const TERM = /([A-Za-z]+)(\.[^\s,:"]+)?:\s*(?:"([^"]*)"?|([^\s,]*))|([^\s,]+)/g

/** Reads `state:missed, key:A-1 text:"two words"`: terms stand apart by spaces or commas. Never throws. */
export function readTerms(text: string): Terms {
  const terms: Term[] = []
  const bare: string[] = []
  for (const match of text.matchAll(TERM)) {
    const [, field, path = '', quoted, plain, word] = match
    if (field !== undefined) terms.push({ field: field.toLowerCase() + path, value: quoted ?? plain ?? '' })
    else if (word !== undefined) bare.push(word)
  }
  return { terms, bare }
}

/** Writes terms, and words without a field behind them, as text that `readTerms` reads the same. */
export function writeTerms(terms: readonly Term[], bare: readonly string[] = []): string {
  const written = terms.map(({ field, value }) => `${field}:${/[\s,]|^$/.test(value) ? `"${value}"` : value}`)
  return [...written, ...bare].join(' ')
}

/** The text with one field set to a value, where it stood or at the end; `null` takes it out. */
export function withTerm(text: string, field: string, value: string | null): string {
  const { terms, bare } = readTerms(text)
  const at = terms.findIndex((term) => term.field === field)
  const others = terms.filter((term) => term.field !== field)
  const next = value === null ? others : others.toSpliced(at === -1 ? others.length : at, 0, { field, value })
  return writeTerms(next, bare)
}

/** The value that a field has in the text; empty where it has none. */
export function termValue(text: string, field: string): string {
  return readTerms(text).terms.find((term) => term.field === field)?.value ?? ''
}

/**
 * `ui-*` matches `ui-desk-1`; without a star the whole word must be the same. Case does not count. Each piece is looked for
 * once, from where the one before ended: a pattern of many stars, which the broker reads too, costs no more than one.
 */
export function matchesPattern(pattern: string, value: string): boolean {
  const text = value.toLowerCase()
  const [first = '', ...pieces] = pattern.toLowerCase().split('*')
  const last = pieces.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const piece of pieces) {
    const found = text.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return text.endsWith(last) && text.length - last.length >= at
}

export type Comparison = (value: number) => boolean

/** Reads `>100`, `>=100`, `<5`, `<=5` or `7`; `null` where it is none of them. */
export function readComparison(text: string): Comparison | null {
  const match = /^(>=|<=|>|<|=)?([\d,]+)$/.exec(text)
  if (match === null) return null
  const limit = Number((match[2] ?? '').replaceAll(',', ''))
  switch (match[1]) {
    case '>':
      return (value) => value > limit
    case '>=':
      return (value) => value >= limit
    case '<':
      return (value) => value < limit
    case '<=':
      return (value) => value <= limit
    default:
      return (value) => value === limit
  }
}

import { readTerms, writeTerms } from '../../../../lib/filters/terms.ts'

/** The text with one field set to a value, where it stood or at the end; `null` takes it out. */
export function withTerm(text: string, field: string, value: string | null): string {
  const { terms, bare } = readTerms(text)
  const at = terms.findIndex((term) => term.field === field)
  const others = terms.filter((term) => term.field !== field)
  const next = value === null ? others : others.toSpliced(at === -1 ? others.length : at, 0, { field, value })
  return [writeTerms(next), ...bare].filter((part) => part !== '').join(' ')
}

/** The text with another path in place of one of the payload, or without it; its value goes along. */
export function withPath(text: string, from: string | null, to: string | null): string {
  const value = from === null ? '' : termValue(text, from)
  if (from === null || to === null) return withTerm(text, to ?? from ?? '', to === null ? null : value)
  const { terms, bare } = readTerms(text)
  const moved = terms.map((term) => (term.field === from ? { field: to, value } : term))
  return [writeTerms(moved), ...bare].filter((part) => part !== '').join(' ')
}

/** The value that a field has in the text; empty where it has none. */
export function termValue(text: string, field: string): string {
  return readTerms(text).terms.find((term) => term.field === field)?.value ?? ''
}

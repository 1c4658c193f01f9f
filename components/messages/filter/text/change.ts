import { readTerms, termValue, withTerm, writeTerms } from '../../../../lib/filters/terms.ts'

/** The text with another path in place of one of the payload, or without it; its value goes along. */
export function withPath(text: string, from: string | null, to: string | null): string {
  const value = from === null ? '' : termValue(text, from)
  if (from === null || to === null) return withTerm(text, to ?? from ?? '', to === null ? null : value)
  const { terms, bare } = readTerms(text)
  const moved = terms.map((term) => (term.field === from ? { field: to, value } : term))
  return writeTerms(moved, bare)
}

import { matchesPattern, readTerms, type Term, writeTerms } from './terms.ts'

/** A filter's text, read. */
export interface Filtered<Row> {
  readonly matches: (row: Row) => boolean
  /** Sentences about what in it nobody can act on; the rest holds. */
  readonly problems: readonly string[]
  /** Fields that have no value yet, as while somebody types: they hold nothing back. */
  readonly empty: readonly string[]
  /** What can be acted on, as text. */
  readonly rest: string
}

type Test<Row> = (row: Row) => boolean

/** Reads terms by `testOf`, which answers a test or the sentence about why there is none; bare words are part of the name. */
export function readFilter<Row>(
  text: string,
  nameOf: (row: Row) => string,
  testOf: (term: Term) => Test<Row> | string,
): Filtered<Row> {
  const { terms, bare } = readTerms(text)
  const problems: string[] = []
  const tests: Test<Row>[] = []
  const good = terms.filter((term) => {
    const test = term.value === '' ? null : testOf(term)
    if (typeof test === 'string') problems.push(test)
    if (typeof test === 'function') tests.push(test)
    return typeof test === 'function'
  })
  const words = bare.map((word): Test<Row> => {
    const pattern = `*${word}*`
    return (row) => matchesPattern(pattern, nameOf(row))
  })
  const all = [...words, ...tests]
  return {
    matches: (row) => all.every((test) => test(row)),
    problems,
    empty: terms.flatMap(({ field, value }) => (value === '' ? [field] : [])),
    rest: [...bare, writeTerms(good)].join(' ').trim(),
  }
}

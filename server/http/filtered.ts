import type { Filtered } from '../../lib/filters/read.ts'
import { badRequest } from './fault.ts'

/** What matches a filter. @throws Fault E_BAD_REQUEST for a term that cannot be acted on: without it more would match. */
export function matcherOf<Row>({ matches, problems, empty }: Filtered<Row>): (row: Row) => boolean {
  const [problem] = [...problems, ...empty.map((field) => `${field}: has no value: write ${field}:… or leave it out.`)]
  if (problem !== undefined) throw badRequest(problem, 'filter')
  return matches
}

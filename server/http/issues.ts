/** From what a schema found wrong to a refusal that names the field. */
import type { z } from '@hono/zod-openapi'
import { EVENTS_PATTERN, NAME_PATTERN } from '../../lib/protocol.ts'
import { Fault } from './fault.ts'

type Issue = z.core.$ZodIssue

const fieldOf = (path: readonly PropertyKey[]): string => path.map(String).join('.')

function unknownField(issue: z.core.$ZodIssueUnrecognizedKeys, place: string): Fault {
  const field = fieldOf([...issue.path, ...issue.keys.slice(0, 1)])
  const kind = place === 'json' ? 'field' : 'parameter'
  return new Fault('E_BAD_REQUEST', `There is no ${kind} ${JSON.stringify(field)} here.`, { field })
}

const tooLarge = (issue: Issue): boolean =>
  (issue.code === 'too_big' && (issue.origin === 'string' || issue.origin === 'array')) ||
  (issue.code === 'custom' && issue.params?.tooLarge === true)

const article = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`)

function wrongType(issue: z.core.$ZodIssueInvalidType, place: string): string {
  if (issue.message.endsWith('received undefined')) return 'is missing'
  if (place === 'query' && issue.message.endsWith('received array')) return 'is given more than once'
  return `must be ${article(issue.expected === 'int' ? 'integer' : issue.expected)}`
}

/** The rest of a sentence that begins with the field. Schemas of our own bring theirs along. */
function reasonOf(issue: Issue, place: string): string {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue, place)
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'too_big':
      return `is over ${issue.maximum}${issue.origin === 'array' ? ' entries' : ''}`
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `must be at least ${issue.minimum}`
        : 'must not be empty'
    case 'invalid_format':
      return issue.format === 'datetime' ? 'must be an ISO time, such as 2026-03-01T12:00:00Z' : issue.message
    default:
      return issue.message
  }
}

const NAMES = [NAME_PATTERN, EVENTS_PATTERN].map(String)

const isName = (issue: Issue): boolean =>
  issue.code === 'invalid_format' && issue.pattern !== undefined && NAMES.includes(issue.pattern)

/** The first thing wrong, as a refusal. `place` is where it stood: `json`, `query` or `param`. */
export function refusalOf(issues: readonly Issue[], place: string): Fault {
  const issue = issues[0]
  if (issue === undefined) return new Fault('E_BAD_REQUEST', 'The request is not valid.')
  if (issue.code === 'unrecognized_keys') return unknownField(issue, place)
  const field = fieldOf(issue.path) || undefined
  const subject = field ?? 'The body'
  const code = isName(issue) ? 'E_NAME' : tooLarge(issue) ? 'E_TOO_LARGE' : 'E_BAD_REQUEST'
  return new Fault(code, `${subject} ${reasonOf(issue, place)}.`, { field })
}

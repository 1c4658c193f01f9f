import type { z } from 'zod'
import { accept, type Checked, type ErrorCode, refuse } from './errors.ts'
import { isRecord } from './is-record.ts'

type Issue = z.core.$ZodIssue

/** Longest part of a stranger's input that an error repeats. */
const QUOTED_LENGTH = 64

/**
 * Checks strangers' input against a schema. Fields that are `null` count as absent (Python and Java send them), but for
 * those in `keepNull`. Unknown fields are refused, and the refusal names the field.
 */
export function check<T>(schema: z.ZodType<T>, input: unknown, keepNull?: string): Checked<T> {
  if (!isRecord(input)) return refuse('E_BAD_REQUEST', 'an object is expected')
  const fields = withoutNulls(input, keepNull)
  const parsed = schema.safeParse(fields)
  if (parsed.success) return accept(parsed.data)
  const issue = parsed.error.issues[0]
  return issue ? refused(issue, fields) : refuse('E_BAD_REQUEST', 'the input is not understood')
}

/** The same object where nothing is null, which is nearly always. Own keys only, so `__proto__` stays a field. */
function withoutNulls(input: Record<string, unknown>, keepNull?: string): Record<string, unknown> {
  const nulls = Object.keys(input).filter((key) => input[key] === null && key !== keepNull)
  if (nulls.length === 0) return input
  const entries = Object.entries(input).filter(([key]) => !nulls.includes(key))
  return Object.fromEntries(entries)
}

function refused(issue: Issue, input: unknown): Checked<never> {
  const field = fieldOf(issue)
  const message = `${field === undefined ? 'the input' : field} ${reasonOf(issue, input)}`
  if (issue.code === 'unrecognized_keys') {
    return refuse('E_BAD_REQUEST', `unknown field ${JSON.stringify(field ?? '')}`, { field })
  }
  return refuse(codeOf(issue), message, { field })
}

function fieldOf(issue: Issue): string | undefined {
  const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const path = key === undefined ? issue.path : [...issue.path, key]
  return path.length === 0 ? undefined : path.join('.').slice(0, QUOTED_LENGTH)
}

/** Names that break the rule are E_NAME, sizes and counts E_TOO_LARGE, everything else E_BAD_REQUEST. */
function codeOf(issue: Issue): ErrorCode {
  if (issue.code === 'invalid_format' && issue.format === 'regex') return 'E_NAME'
  if (issue.code === 'too_big' && isSize(issue)) return 'E_TOO_LARGE'
  if (issue.code === 'custom' && issue.params?.tooLarge === true) return 'E_TOO_LARGE'
  return 'E_BAD_REQUEST'
}

/** A string or a list over its limit. An entry of a list that is a list itself is a pair: its length is its type. */
function isSize(issue: { origin: string; path: readonly PropertyKey[] }): boolean {
  return issue.origin === 'string' || (issue.origin === 'array' && typeof issue.path.at(-1) !== 'number')
}

function reasonOf(issue: Issue, input: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return valueAt(input, issue.path) === undefined ? 'is missing' : `must be ${article(issue.expected)}`
    case 'invalid_value':
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'too_big':
      return `is over ${issue.maximum}${unitOf(issue.origin)}`
    case 'too_small':
      return issue.origin === 'array' ? 'must not be empty' : `must be at least ${issue.minimum}`
    case 'invalid_format':
      return issue.format === 'regex' ? issue.message : `is no ${issue.format}`
    default:
      return issue.message
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' ? ' entries' : ''
}

function article(type: string): string {
  const name = type === 'int' ? 'integer' : type
  return `${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}`
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, key)
  }
  return value
}

import { type EncodedPayload, encodePayload } from '@/lib/protocol.ts'
import { type Expected, locateFault } from './locate.ts'

/** What is wrong with a text that should be JSON: where, and what is allowed there. */
export interface JsonFault {
  /** Offset in the text. */
  readonly at: number
  readonly line: number
  readonly column: number
  readonly message: string
}

export type JsonCheck =
  | { readonly ok: true; readonly value: unknown; readonly encoded: EncodedPayload; readonly depth: number }
  | { readonly ok: false; readonly fault: JsonFault }

/**
 * Reads a payload as the broker will: JSON, its size, its depth. An empty text is `null`, as a missing payload is.
 * `typed`: what a person sees in its place, as long as it.
 */
export function checkJson(text: string, typed = text): JsonCheck {
  if (text.trim() === '') return checkValue(null, text)
  try {
    return checkValue(JSON.parse(text), text)
  } catch {
    const { at, expected } = locateFault(text) ?? { at: 0, expected: 'value' }
    return { ok: false, fault: { at, ...placeOf(typed, at), message: explain(typed, at, expected) } }
  }
}

function checkValue(value: unknown, text: string): JsonCheck {
  const encoded = encodePayload(value)
  if (encoded.ok) return { ok: true, value, encoded: encoded.value, depth: depthOf(value) }
  return { ok: false, fault: { at: 0, ...placeOf(text, 0), message: `The ${encoded.error.message}.` } }
}

/** Levels of arrays and objects: a scalar is 0. Level by level, for a deep one must not overflow anything. */
export function depthOf(value: unknown): number {
  let depth = 0
  let level = [value].filter(isNode)
  while (level.length > 0) {
    depth += 1
    level = level.flatMap((node) => Object.values(node).filter(isNode))
  }
  return depth
}

function isNode(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Line and column of an offset, both from 1. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

const ALLOWED: Readonly<Record<Expected, string>> = {
  value: 'a value: a text in double quotes, a number, true, false, null, { } or [ ]',
  valueOrEnd: 'a value or ]',
  name: 'a name in double quotes',
  nameOrEnd: 'a name in double quotes or }',
  colon: 'a colon after the name',
  commaOrEnd: 'a comma or the end of this list',
  nothing: 'nothing more: the value is complete',
}

/** What stands at the place of a fault, and what may stand there. */
function explain(text: string, at: number, expected: Expected): string {
  const rest = text.slice(at)
  const found = rest[0]
  if (found === undefined) return `The text ends too early. Allowed here: ${ALLOWED[expected]}.`
  if (rest.startsWith('//') || rest.startsWith('/*')) return 'JSON has no comments.'
  if (found === "'") return 'JSON has no single quotes: names and texts stand in double quotes.'
  if ((found === '}' || found === ']') && text.slice(0, at).trimEnd().endsWith(','))
    return `A comma stands between two entries: none before ${found}.`
  if (found === '"') return quoted(rest, expected)
  return `${shown(rest)} is not expected. Allowed here: ${ALLOWED[expected]}.`
}

function quoted(rest: string, expected: Expected): string {
  const end = /^"(?:[^"\\\n]|\\.)*"/.exec(rest)
  if (end !== null) return `${shown(rest)} is not expected. Allowed here: ${ALLOWED[expected]}.`
  return 'This text has no end on its line: its closing quote is missing, or a line break in it is not written as \\n.'
}

function shown(rest: string): string {
  return /^(?:[\w$.+-]+|"[^"\n]*"?)/.exec(rest)?.[0].slice(0, 24) ?? rest.slice(0, 1)
}

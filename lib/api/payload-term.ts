import * as z from 'zod'
import { textSchema } from '../protocol.ts'

type Scalar = string | number | boolean | null

/** What a payload must hold: at `path`, one of `values`. */
export interface PayloadTerm {
  readonly path: readonly string[]
  readonly values: readonly Scalar[]
}

const TERM_LENGTH = 512
const TERMS_MOST = 8

// A name with a dot, a colon or a quote in it is written as a JSON string.
const PIECE = /^(?:"(?:[^"\\]|\\.)*"|[^.:"]+)/
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const WORDS: ReadonlyMap<string, Scalar> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

/** `"…"` as JSON has it; `undefined` where it is none. */
function quoted(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

/** Unquoted, `5` is the number and the string, because nobody who looks for it knows which one was published. */
function valuesOf(text: string): readonly Scalar[] | undefined {
  if (text.startsWith('"')) {
    const value = quoted(text)
    return value === undefined ? undefined : [value]
  }
  const word = WORDS.get(text)
  if (word !== undefined) return [text, word]
  const number = NUMBER.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(number) ? [text, number] : [text]
}

/** Reads `customer.id:c_4417`, with the path's names between dots; `null` where it is nothing of the kind. */
export function readPayloadTerm(text: string): PayloadTerm | null {
  const path: string[] = []
  let rest = text
  do {
    const [piece] = PIECE.exec(rest) ?? []
    const name = piece?.startsWith('"') ? quoted(piece) : piece
    if (piece === undefined || name === undefined) return null
    path.push(name)
    rest = rest.slice(piece.length)
    if (rest.startsWith(':')) {
      const values = rest.length > 1 ? valuesOf(rest.slice(1)) : undefined
      return values === undefined ? null : { path, values }
    }
    if (!rest.startsWith('.')) return null
    rest = rest.slice(1)
  } while (rest !== '')
  return null
}

const Term = textSchema(TERM_LENGTH).transform((text, context): PayloadTerm => {
  const term = readPayloadTerm(text)
  if (term !== null) return term
  context.addIssue({ code: 'custom', message: 'must be path:value, such as customer.id:c_4417' })
  return z.NEVER
})

/** One term, or the parameter several times: all of them must hold. */
export const PayloadTerms = z
  .union([z.string(), z.array(z.string())])
  .transform((terms) => [terms].flat())
  .pipe(z.array(Term).max(TERMS_MOST))
  .meta({
    type: 'array',
    items: { type: 'string' },
    description:
      'A value in the payload by its path, such as `customer.id:c_4417`; repeat it for more, all of which must hold. In arrays any element may. Unquoted, `5`, `true` and `null` are that value or that string; `"5"` is the string alone. A name with a dot in it is quoted too: `"a.b".c:1`.',
    example: ['customer.id:c_4417'],
  })

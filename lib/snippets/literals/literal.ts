/** How a language writes values. */
export interface Language {
  /** One step of indentation. */
  readonly indent: string
  /** Between a brace and what stands in it on one line. */
  readonly inner: string
  readonly words: { readonly true: string; readonly false: string; readonly null: string }
  readonly text: (value: string) => string
  /** The name of an entry, as it stands before its colon. */
  readonly name: (value: string) => string
}

const WIDTH = 64

/** A JSON value as a language writes it: short ones on a line. The outermost level always has a line for each entry. */
export function literal(language: Language, value: unknown, depth = 0): string {
  if (typeof value === 'string') return language.text(value)
  if (value === null || value === undefined) return language.words.null
  if (typeof value === 'boolean') return language.words[value ? 'true' : 'false']
  // JSON's own numbers are numbers everywhere, and it writes -0 as 0, as the broker stores it.
  if (typeof value !== 'object') return JSON.stringify(value) ?? language.words.null
  const parts = Array.isArray(value)
    ? value.map((one) => literal(language, one, depth + 1))
    : Object.entries(value).map(([name, one]) => `${language.name(name)}: ${literal(language, one, depth + 1)}`)
  return enclosed(language, parts, Array.isArray(value) ? '[]' : '{}', depth)
}

/** The same on one line, for what is known to be short. */
export function inline(language: Language, value: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(value).map(
    ([name, one]) => `${language.name(name)}: ${literal(language, one, 1).replaceAll(/\n\s*/g, ' ')}`,
  )
  return `{${language.inner}${parts.join(', ')}${language.inner}}`
}

function enclosed({ indent, inner }: Language, parts: readonly string[], [open, close]: string, depth: number): string {
  if (parts.length === 0) return `${open}${close}`
  const pad = open === '{' ? inner : ''
  const line = `${open}${pad}${parts.join(', ')}${pad}${close}`
  if (depth > 0 && line.length < WIDTH - 2 * depth && !line.includes('\n')) return line
  const lines = parts.map((part) => `${indent.repeat(depth + 1)}${part},`)
  return `${open}\n${lines.join('\n')}\n${indent.repeat(depth)}${close}`
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * Text in single quotes, as JavaScript and Python both read it. What cannot be seen, or would turn the line around it
 * right to left, is written by its number; letters and emoji of any script stay as they are.
 */
export function quoted(text: string): string {
  const escaped = text
    .replaceAll(/[\\']/g, '\\$&')
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, byNumber)
  return `'${escaped}'`
}

function byNumber(unit: string): string {
  return SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

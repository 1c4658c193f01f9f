import { checkJson, type JsonCheck, type JsonFault, placeOf } from '../json/check.ts'
import { GENERATORS, type Turn, type Value } from './values.ts'

const MARK = /\{\{([^{}\n]*)\}\}/g

/** Whether a text has anything to fill in. */
export function hasMarks(text: string): boolean {
  return text.includes('{{')
}

/** Why the values of a text cannot be generated, and where; `null` where they can. */
export function markFault(text: string): JsonFault | null {
  for (const match of text.matchAll(MARK)) {
    const why = refusalOf(match[1] ?? '')
    if (why !== null) return { at: match.index, ...placeOf(text, match.index), message: why }
  }
  const open = text.replaceAll(MARK, (mark) => ' '.repeat(mark.length)).indexOf('{{')
  return open < 0 ? null : { at: open, ...placeOf(text, open), message: 'This {{ has no }} on its line.' }
}

function refusalOf(inside: string): string | null {
  const [word = ''] = wordsOf(inside)
  const generator = Object.hasOwn(GENERATORS, word) ? GENERATORS[word] : undefined
  if (generator === undefined) {
    const known = Object.keys(GENERATORS).join(', ')
    return `${word === '' ? 'An empty {{ }}' : `{{${word}}}`} is not known. Allowed: ${known}.`
  }
  return generatedBy(inside, SAMPLE) === null ? `Write it as {{${generator.usage}}}: ${generator.what}.` : null
}

const SAMPLE: Turn = { counter: 1, now: 0 }

/** Text with its values filled in. What is no mark of ours stays as it is. */
export function fillText(text: string, turn: Turn): string {
  return text.replaceAll(MARK, (mark, inside: string) => String(generatedBy(inside, turn) ?? mark))
}

/** JSON with its values filled in: within quotes as part of the text, outside as a value of their own. */
export function fillJson(text: string, turn: Turn): string {
  return replaced(text, (mark, inside, quoted) => {
    const value = generatedBy(inside, turn)
    if (value === null) return mark
    return quoted ? JSON.stringify(String(value)).slice(1, -1) : JSON.stringify(value)
  })
}

/** Checks a payload with marks in it: each fault at its place in the text as it was typed. */
export function checkTemplate(text: string): JsonCheck {
  const fault = markFault(text)
  if (fault !== null) return { ok: false, fault }
  // As long as the marks, so that what is wrong beside them is found where it is.
  const masked = replaced(text, (mark, _, quoted) => (quoted ? 'x' : '1').repeat(mark.length))
  const checked = checkJson(masked, text)
  return checked.ok ? checkJson(fillJson(text, SAMPLE)) : checked
}

type Replace = (mark: string, inside: string, quoted: boolean) => string

/** Replaces each mark, told whether it stands within quotes. */
function replaced(text: string, by: Replace): string {
  let out = ''
  let at = 0
  let quoted = false
  for (const match of text.matchAll(MARK)) {
    const before = text.slice(at, match.index)
    quoted = endsQuoted(before, quoted)
    out += before + by(match[0], match[1] ?? '', quoted)
    at = match.index + match[0].length
  }
  return out + text.slice(at)
}

function endsQuoted(text: string, quoted: boolean): boolean {
  const quotes = text.replaceAll(/\\[\s\S]/g, '').split('"').length - 1
  return quotes % 2 === 0 ? quoted : !quoted
}

function generatedBy(inside: string, turn: Turn): Value | null {
  const [word = '', ...args] = wordsOf(inside)
  return Object.hasOwn(GENERATORS, word) ? (GENERATORS[word]?.make(args, turn) ?? null) : null
}

/** Words between spaces; what stands in single quotes is one. */
function wordsOf(inside: string): string[] {
  return Array.from(inside.matchAll(/'([^']*)'|\S+/g), ([whole, quoted]) => quoted ?? whole)
}

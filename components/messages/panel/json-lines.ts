/** A piece of a printed line, by what it is: only keys and punctuation are coloured. */
export interface Piece {
  readonly kind: 'key' | 'punctuation' | 'value' | 'left-out'
  readonly text: string
}

export interface Line {
  readonly indent: number
  readonly pieces: readonly Piece[]
}

export interface Bounds {
  readonly depth: number
  readonly lines: number
  readonly characters: number
}

/** Two screens, which cost the browser a few ms; the copy and the download are whole. */
export const BOUNDS: Bounds = { depth: 16, lines: 100, characters: 2_000 }
/** For who asks for more: what is still longer is read in an editor. Lines out of view are not laid out. */
export const WIDE_BOUNDS: Bounds = { depth: 64, lines: 5_000, characters: 300_000 }

/** Whether something lies beyond the bounds. */
export function isCut(lines: readonly Line[]): boolean {
  return lines.some(({ pieces }) => pieces.some(({ kind }) => kind === 'left-out'))
}

/**
 * Prints a JSON value as indented lines. Numbers stand as JSON writes them. What lies beyond the bounds is named and
 * counted in its place, so that nothing seems to be missing.
 */
export function jsonLines(value: unknown, bounds: Bounds = BOUNDS): readonly Line[] {
  const lines: Line[] = []
  print(value, { indent: 0, before: [], after: '' }, bounds, lines)
  return lines
}

interface Place {
  readonly indent: number
  /** The key in front of the value. */
  readonly before: readonly Piece[]
  /** The comma after it. */
  readonly after: string
}

function print(value: unknown, place: Place, bounds: Bounds, lines: Line[]): void {
  if (lines.length >= bounds.lines) return
  const entries = entriesOf(value)
  if (entries === null || entries.length === 0 || place.indent >= bounds.depth) {
    lines.push({ indent: place.indent, pieces: [...place.before, ...inline(value, entries, bounds), ...comma(place)] })
    return
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  lines.push({ indent: place.indent, pieces: [...place.before, punctuation(open)] })
  printEntries(entries, place.indent + 1, bounds, lines)
  lines.push({ indent: place.indent, pieces: [punctuation(close), ...comma(place)] })
}

type Entry = readonly [key: string | null, value: unknown]

function printEntries(entries: readonly Entry[], indent: number, bounds: Bounds, lines: Line[]): void {
  for (const [index, [key, value]] of entries.entries()) {
    if (lines.length >= bounds.lines) {
      lines.push({ indent, pieces: [leftOut(`${(entries.length - index).toLocaleString('en')} more`)] })
      return
    }
    const before: Piece[] =
      key === null ? [] : [{ kind: 'key', text: JSON.stringify(key) }, punctuation(':'), { kind: 'value', text: ' ' }]
    print(value, { indent, before, after: index < entries.length - 1 ? ',' : '' }, bounds, lines)
  }
}

function inline(value: unknown, entries: readonly Entry[] | null, bounds: Bounds): readonly Piece[] {
  if (entries === null) return scalar(value, bounds)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (entries.length === 0) return [punctuation(`${open}${close}`)]
  const one = entries.length === 1
  const what = Array.isArray(value) ? (one ? 'item' : 'items') : one ? 'field' : 'fields'
  return [punctuation(open), leftOut(` ${entries.length.toLocaleString('en')} ${what} `), punctuation(close)]
}

function scalar(value: unknown, bounds: Bounds): readonly Piece[] {
  const text = JSON.stringify(value) ?? 'null'
  if (text.length <= bounds.characters) return [{ kind: 'value', text }]
  const rest = (text.length - bounds.characters).toLocaleString('en')
  return [{ kind: 'value', text: text.slice(0, bounds.characters) }, leftOut(`… ${rest} more characters`)]
}

/** `null` for a scalar. `Object.entries` also lists an own `__proto__`, which a payload may have. */
function entriesOf(value: unknown): readonly Entry[] | null {
  if (typeof value !== 'object' || value === null) return null
  return Array.isArray(value) ? value.map((item): Entry => [null, item]) : Object.entries(value)
}

const punctuation = (text: string): Piece => ({ kind: 'punctuation', text })
const leftOut = (text: string): Piece => ({ kind: 'left-out', text })
const comma = (place: Place): readonly Piece[] => (place.after === '' ? [] : [punctuation(place.after)])

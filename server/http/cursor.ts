/**
 * Cursors: where a page ended, as immutable keys, bound to the filters it was asked with. A row that comes or goes
 * between two pages neither repeats nor hides another.
 */
import { createHash } from 'node:crypto'
import { isPlainText } from '../../lib/protocol.ts'
import { badRequest, type Fault } from './fault.ts'

/** Compared part by part; the last part is the tie-break. */
export type Key = readonly (string | number)[]

/** What a cursor belongs to: its list and everything asked of it but the page. */
export type Filters = Readonly<Record<string, unknown>>

// A cursor is some 60 bytes; names at their longest make it 500.
const LONGEST = 1_024

function fingerprint(list: string, filters: Filters): string {
  const { limit: _limit, cursor: _cursor, ...rest } = filters
  const asked = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([list, asked]))
    .digest('base64url')
    .slice(0, 11)
}

export const encodeCursor = (list: string, filters: Filters, key: Key): string =>
  Buffer.from(JSON.stringify([fingerprint(list, filters), ...key])).toString('base64url')

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

export const notCursor = (): Fault => badRequest('This is not a cursor: send nextCursor of the page before.', 'cursor')

const isPart = (part: unknown): part is string | number =>
  (typeof part === 'string' && isPlainText(part)) || (typeof part === 'number' && Number.isSafeInteger(part))

/** Numbers are seqs, times, ids and places: none is negative. */
const isWithin = (part: unknown, most: number | undefined): boolean =>
  typeof part !== 'number' || (part >= 0 && part <= (most ?? Number.MAX_SAFE_INTEGER))

/**
 * The key that a cursor stands for. Anyone can make up a cursor: `like` shows the types of its parts, `most` the largest
 * number that each can be.
 * @throws Fault E_BAD_REQUEST for one of other filters, and for what is no cursor.
 */
export function decodeCursor(
  list: string,
  filters: Filters,
  cursor: string,
  like: Key,
  most: readonly number[] = [],
): Key {
  const parts = cursor.length > LONGEST ? null : parse(cursor)
  if (!Array.isArray(parts)) throw notCursor()
  const [print, ...key] = parts
  if (print !== fingerprint(list, filters))
    throw badRequest('This cursor belongs to other filters: start again without it.', 'cursor')
  const fits = (part: unknown, at: number): boolean =>
    isPart(part) && typeof part === typeof like[at] && isWithin(part, most[at])
  if (key.length !== like.length || !key.every(fits)) throw notCursor()
  return key.filter(isPart)
}

/** Below 0 where `a` comes first. Strings by UTF-16 unit, as `<` compares them: no locale moves a page. */
export function compareKeys(a: Key, b: Key): number {
  for (const [at, left] of a.entries()) {
    const right = b[at]
    if (right === undefined || left === right) continue
    return left < right ? -1 : 1
  }
  return 0
}

import { isRecord } from '@/lib/protocol.ts'
import type { Result } from './results.ts'

/** Results of this tab that are kept. */
const KEPT = 50
/** A larger one is kept until the page is loaded again: the tab's storage is small. */
const STORED_LENGTH = 16_384
const PLACE = 'holdline.published'
const NONE: readonly Result[] = []

let results: readonly Result[] | null = null
const listeners = new Set<() => void>()

/** What this tab published, newest first: over its pages, and over a reload. */
export function published(): readonly Result[] {
  results ??= stored()
  return results
}

export const nothingPublished = (): readonly Result[] => NONE

export function onPublished(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Without its key each alternative of a union by itself. */
type Fresh<One> = One extends unknown ? Omit<One, 'key'> : never

export function remember(result: Fresh<Result>): void {
  const key = (published()[0]?.key ?? 0) + 1
  set([{ ...result, key }, ...published()].slice(0, KEPT))
}

/** Forgets what went to one queue, or all. */
export function forget(queue: string | undefined): void {
  set(queue === undefined ? NONE : published().filter((result) => result.queue !== queue))
}

function set(next: readonly Result[]): void {
  results = next
  const texts = next.map((result) => JSON.stringify(result)).filter((text) => text.length <= STORED_LENGTH)
  try {
    sessionStorage.setItem(PLACE, `[${texts.join(',')}]`)
  } catch {
    // Private windows may refuse storage: then it lasts until the page is loaded again.
  }
  for (const listener of listeners) listener()
}

function stored(): readonly Result[] {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(PLACE) ?? '[]')
    return Array.isArray(read) && read.every(isResult) ? read : NONE
  } catch {
    return NONE
  }
}

/** Written by this page alone; an older version of it may have written something else. */
function isResult(one: unknown): one is Result {
  if (!isRecord(one) || !isRecord(one.message) || !isRecord(one.foreseen)) return false
  return typeof one.key === 'number' && typeof one.queue === 'string' && (isRecord(one.answer) || isRecord(one.refusal))
}

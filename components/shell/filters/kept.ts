'use client'
import { useSyncExternalStore } from 'react'
import { isRecord } from '@/lib/protocol.ts'

/** A filter that this browser keeps, under a name of the person's own. */
export interface KeptFilter {
  readonly name: string
  readonly text: string
}

const isKept = (one: unknown): one is KeptFilter =>
  isRecord(one) && typeof one.name === 'string' && typeof one.text === 'string'

/** More are no help to anybody, and storage is small. */
const MOST = 50
const NONE: readonly KeptFilter[] = []

const listeners = new Set<() => void>()
/** What was read last by page, so that an unchanged text gives the same list. */
const read = new Map<string, { raw: string | null; kept: readonly KeptFilter[] }>()

function listen(listener: () => void): () => void {
  listeners.add(listener)
  // Another tab may keep one, too.
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

const place = (page: string) => `holdline.filters.${page}`

function load(page: string): readonly KeptFilter[] {
  const raw = stored(page)
  const before = read.get(page)
  if (before !== undefined && before.raw === raw) return before.kept
  const kept = parse(raw)
  read.set(page, { raw, kept })
  return kept
}

function stored(page: string): string | null {
  try {
    return localStorage.getItem(place(page))
  } catch {
    // Private windows may refuse storage: then none are kept.
    return null
  }
}

/** The kept filters in a text of the storage; what is none of ours is as good as nothing. */
export function parse(raw: string | null): readonly KeptFilter[] {
  if (raw === null) return NONE
  try {
    const kept: unknown = JSON.parse(raw)
    return Array.isArray(kept) && kept.every(isKept) ? kept.slice(0, MOST).reduceRight(withFilter, NONE) : NONE
  } catch {
    return NONE
  }
}

/** With one more, first in the list; a name that is there already gets the new text. */
export function withFilter(kept: readonly KeptFilter[], filter: KeptFilter): readonly KeptFilter[] {
  return [filter, ...kept.filter((one) => one.name !== filter.name)].slice(0, MOST)
}

function save(page: string, kept: readonly KeptFilter[]): void {
  try {
    localStorage.setItem(place(page), JSON.stringify(kept))
  } catch {
    // Nothing can be kept here; the filter itself stands in the address.
  }
  for (const listener of listeners) listener()
}

/** A page's kept filters, and how to keep and forget one. */
export function useKeptFilters(page: string) {
  const kept = useSyncExternalStore(
    listen,
    () => load(page),
    () => NONE,
  )
  return {
    kept,
    keep: (filter: KeptFilter) => save(page, withFilter(load(page), filter)),
    forget: (name: string) =>
      save(
        page,
        load(page).filter((one) => one.name !== name),
      ),
  }
}

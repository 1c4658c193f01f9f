'use client'
import { useState } from 'react'
import type { Activity } from '@/lib/api.ts'

/**
 * Rows stand where they were when somebody came to look: what was done since is counted, and let in when asked for.
 * `settled`: what shows was asked for since then, not before.
 */
export function useHeld(rows: readonly Activity[], key: string, settled: boolean) {
  const newest = rows[0]?.id ?? null
  const [seen, setSeen] = useState({ key, newest })
  const fresh = seen.key !== key || !settled || seen.newest === null
  if (fresh && (seen.key !== key || seen.newest !== newest)) setSeen({ key, newest })
  const from = fresh ? 0 : rows.findIndex(({ id }) => id === seen.newest)
  // Not found: more came than a page holds, or the row is no longer kept.
  const held = from === -1 ? 0 : from
  return { shown: rows.slice(held), held, letIn: () => setSeen({ key, newest }) }
}

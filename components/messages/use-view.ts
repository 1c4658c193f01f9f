'use client'
import { useSyncExternalStore } from 'react'
import type { View } from './filter/question.ts'

/** As in the stylesheet: narrower is a phone. */
const PHONE = '(max-width: 720px)'

function listen(changed: () => void): () => void {
  const query = window.matchMedia(PHONE)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** What the reader chose; else a phone gets the list, whose lines have room for the payload, and others the grid. */
export function useView(chosen: View | null): View {
  const phone = useSyncExternalStore(
    listen,
    () => window.matchMedia(PHONE).matches,
    () => false,
  )
  return chosen ?? (phone ? 'list' : 'grid')
}

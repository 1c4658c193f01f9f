'use client'
import { useSyncExternalStore } from 'react'

/** Choices that this browser remembers. They stand as attributes of <html>, set before the first paint by public/remember.js. */
const NAMES = { theme: 'holdline.theme', rail: 'holdline.rail' } as const
type Name = keyof typeof NAMES

const listeners = new Set<() => void>()

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Sets a choice, or goes back to the default with `null`. Without storage it holds for this page. */
export function remember(name: Name, value: string | null): void {
  const { dataset } = document.documentElement
  if (value === null) delete dataset[name]
  else dataset[name] = value
  try {
    if (value === null) localStorage.removeItem(NAMES[name])
    else localStorage.setItem(NAMES[name], value)
  } catch {
    // Private windows may refuse storage; the attribute holds until the page is closed.
  }
  for (const listener of listeners) listener()
}

/** The choice now: `null` is the default, and what the server draws. */
export function useRemembered(name: Name): string | null {
  return useSyncExternalStore(
    listen,
    () => document.documentElement.dataset[name] ?? null,
    () => null,
  )
}

'use client'
import { useSyncExternalStore } from 'react'
import { type TimeZone, tellTimesIn } from '@/lib/format.ts'

/** Choices that this browser remembers. They stand as attributes of <html>, set before the first paint by public/remember.js. */
const NAMES = {
  theme: 'holdline.theme',
  rail: 'holdline.rail',
  /** `UTC`; else the reader's own. */
  zone: 'holdline.zone',
  /** `relative`; else the time of day. */
  times: 'holdline.times',
} as const
type Name = keyof typeof NAMES

if (typeof document !== 'undefined') tellTimesIn(zoneOf(document.documentElement.dataset.zone))

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
  if (name === 'zone') tellTimesIn(zoneOf(value))
  for (const listener of listeners) listener()
}

/** The zone of a remembered word: anything but `UTC` is the reader's own. */
export function zoneOf(word: string | null | undefined): TimeZone {
  return word === 'UTC' ? word : undefined
}

/** The choice now: `null` is the default, and what the server draws. */
export function useRemembered(name: Name): string | null {
  return useSyncExternalStore(
    listen,
    () => document.documentElement.dataset[name] ?? null,
    () => null,
  )
}

'use client'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { IconName } from '@/components/ui/icon.tsx'

/** Something that a part of the page can do, and that the palette offers while that part is there. */
export interface Offer {
  readonly word: string
  readonly icon: IconName
  readonly run: () => void
}

let offers: readonly (readonly Offer[])[] = []
const NONE: readonly (readonly Offer[])[] = []
const listeners = new Set<() => void>()

function change(next: typeof offers): void {
  offers = next
  for (const listener of listeners) listener()
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Offers these in the palette while the component is there. `key` says when they are others. */
export function useOffers(key: string, make: () => readonly Offer[]): void {
  const latest = useRef(make)
  latest.current = make
  useEffect(() => {
    if (key === '') return
    const own = latest.current().map((offer, index) => ({ ...offer, run: () => latest.current()[index]?.run() }))
    change([...offers, own])
    return () => change(offers.filter((one) => one !== own))
  }, [key])
}

/** What the page offers now. */
export function useOffered(): readonly Offer[] {
  return useSyncExternalStore(
    listen,
    () => offers,
    () => NONE,
  ).flat()
}

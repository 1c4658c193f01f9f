'use client'
import { useEffect, useSyncExternalStore } from 'react'

/** Code that is fetched apart from its page. */
export interface Later<Module> {
  readonly now: () => Module | undefined
  /** Fetches it, once. What failed is tried again when it is asked for again. */
  readonly come: () => Promise<Module>
  readonly subscribe: (listener: () => void) => () => void
}

/** Everything that is fetched apart, and whether the page is at rest. */
const all = new Set<() => Promise<unknown>>()
let rested = false

/** The page is at rest: fetches all of it, and what is declared from now on. */
export function fetchAll(): void {
  rested = true
  for (const come of all) come().catch(nothing)
}

/** Whoever needs it asks for it again. */
function nothing(): void {}

export function later<Module>(load: () => Promise<Module>): Later<Module> {
  const listeners = new Set<() => void>()
  let here: Module | undefined
  let coming: Promise<Module> | undefined
  async function fetched(): Promise<Module> {
    try {
      here = await load()
      for (const listener of listeners) listener()
      return here
    } finally {
      coming = undefined
    }
  }
  function come(): Promise<Module> {
    if (here !== undefined) return Promise.resolve(here)
    coming ??= fetched()
    return coming
  }
  all.add(come)
  if (rested) come().catch(nothing)
  return {
    now: () => here,
    come,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The module as soon as it is here; on the server, and while a page is made live, it is not. */
export function useLater<Module>({ subscribe, now }: Later<Module>): Module | undefined {
  return useSyncExternalStore(subscribe, now, () => undefined)
}

/** The same, fetched where it is needed before the page is at rest. */
export function useNeeded<Module>(part: Later<Module>, needed: boolean): Module | undefined {
  // Asked for again at each drawing: what could not be fetched may come by then.
  useEffect(() => {
    if (needed) part.come().catch(nothing)
  })
  return useLater(part)
}

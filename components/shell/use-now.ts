'use client'
import { useSyncExternalStore } from 'react'

const TICK_MS = 1_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = 0

// One timer for the whole page, and none while nobody looks at a clock.
function listen(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    now = Date.now()
    timer = setInterval(tick, TICK_MS)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

/** The time now in epoch milliseconds, each second; `null` in what the server draws, which knows no reader's clock. */
export function useNow(): number | null {
  return useSyncExternalStore(
    listen,
    () => now,
    () => null,
  )
}

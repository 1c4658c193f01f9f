'use client'
import { useCallback, useReducer } from 'react'
import { useTail } from '@/components/shell/feed/provider.tsx'
import type { Tailed } from '@/lib/feed.ts'
import { AT_FIRST, liveReducer } from './live-rows.ts'

/** Follows a queue's messages as they pass by; stopped, it follows nothing and the broker does no work for it. */
export function useLive(queue: string, events: readonly string[], running: boolean) {
  const [state, dispatch] = useReducer(liveReducer, AT_FIRST)
  useTail(running ? { queue, ...(events.length > 0 && { events: [...events] }) } : null, (event: Tailed) => {
    if (event.queue === queue) dispatch({ kind: 'passed', messages: event.messages, skipped: event.skipped })
  })
  const clear = useCallback(() => dispatch({ kind: 'clear' }), [])
  return { ...state, clear }
}

'use client'
import { useReducer } from 'react'
import { useTail } from '@/components/shell/feed/provider.tsx'
import type { Tailed } from '@/lib/feed.ts'
import { AT_FIRST, liveReducer } from './live-rows.ts'

/**
 * Follows a queue's messages as they pass by. Stopped, it still hears of them, so that no burst is lost meanwhile; paused
 * with the whole page, it follows nothing and the broker does no work for it.
 */
export function useLive(queue: string, events: readonly string[], paused: boolean) {
  const [state, dispatch] = useReducer(liveReducer, AT_FIRST)
  useTail(paused ? null : { queue, ...(events.length > 0 && { events: [...events] }) }, (event: Tailed) => {
    if (event.queue === queue) dispatch({ kind: 'passed', messages: event.messages, skipped: event.skipped })
  })
  return { ...state, dispatch }
}

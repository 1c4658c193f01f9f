'use client'
import { useMemo } from 'react'
import type { QueueDetail } from '@/lib/api.ts'
import type { Subscriber } from '../grid/subscribers.ts'
import type { Row } from '../rows/book.ts'
import type { Known } from './text/complete.ts'
import { pathsOf } from './text/paths.ts'

/** Rows that are looked into for keys and paths: the newest tell what to expect. */
const LOOKED_AT = 60

/** What the filter can offer without asking the broker: what the queue and the rows on the page have. */
export function useKnown(queue: QueueDetail, subscribers: readonly Subscriber[], rows: readonly Row[]): Known {
  return useMemo(() => {
    const messages = rows.slice(0, LOOKED_AT).map((row) => row.message)
    return {
      events: queue.events,
      subscribers: [...new Set(subscribers.map((one) => one.name))],
      keys: [...new Set(messages.flatMap((message) => message.key ?? []))],
      paths: pathsOf(messages.map((message) => message.payload)),
    }
  }, [queue.events, subscribers, rows])
}

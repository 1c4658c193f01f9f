'use client'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { usePathname } from 'next/navigation'
import { useEffect, useMemo, useState } from 'react'
import { deadReasonsOptions } from '@/lib/queries/dead-letters.ts'
import { pauseQueue, queueKeys } from '@/lib/queries/queues.ts'
import { searchOptions } from '@/lib/queries/search.ts'
import { readAsk } from './ask.ts'
import { useCommands } from './commands.ts'
import {
  connectionEntries,
  type Entry,
  matching,
  messageEntries,
  queueEntries,
  reasonEntries,
  sectionEntries,
  subscriptionEntries,
} from './entries.ts'

/** Typing that rests for so long is looked up at the broker. */
const REST_MS = 120

/** What the palette shows for a text. Names are looked up where they are; only a page's worth of each comes back. */
export function useFound(text: string): readonly Entry[] {
  const ask = useMemo(() => readAsk(text), [text])
  const name = useRested(ask.name)
  const shown = useShownQueue()
  const names = useQuery({ ...searchOptions(name), placeholderData: keepPreviousData }).data
  const reasons = useQuery(deadReasonsOptions({})).data?.items
  const client = useQueryClient()
  const commands = useCommands()
  const { queues = [], subscriptions = [], connections = [] } = names ?? {}
  async function pause(queue: string, paused: boolean) {
    await pauseQueue(queue, paused)
    await client.invalidateQueries({ queryKey: queueKeys.all })
  }
  const direct = messageEntries(ask, queues, shown)
  const places = [
    ...queueEntries(queues, pause),
    ...subscriptionEntries(subscriptions),
    ...connectionEntries(connections),
    ...reasonEntries(reasons ?? []),
  ]
  const rest = [...sectionEntries(), ...commands]
  // Before anything is typed, the pages and what can be done here are of more use than any eight queues.
  const all = ask.text === '' ? [...rest, ...places] : [...places, ...rest]
  return [...direct, ...matching(all, text)]
}

function useRested(value: string): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}

/** The queue whose page it is: a number typed there is one of its messages. */
function useShownQueue(): string | null {
  const name = /^\/queues\/([^/]+)/.exec(usePathname())?.[1]
  return name === undefined ? null : decodeURIComponent(name)
}

'use client'
import { useSyncExternalStore } from 'react'
import { useRemembered, zoneOf } from '@/components/shell/remembered.ts'
import { useNow } from '@/components/shell/use-now.ts'
import { distance, exactMoment, moment, type TimeZone, wholeTime } from '@/lib/format.ts'

interface TimeProps {
  /** ISO text or epoch milliseconds. */
  at: string | number
  className?: string
  /** To the millisecond, unless the reader chose how long ago. */
  exact?: boolean
}

/** A time by the reader's choice: the time of day or how long ago, in the reader's zone or UTC. All of it in its title. */
export function Time({ at, className, exact = false }: TimeProps) {
  const times = useTimes()
  const words = exact ? exactMoment : moment
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={wholeTime(at, times.zone)}>
      {times.relative ? <Distance at={at} /> : words(at, undefined, times.zone)}
    </time>
  )
}

// Only a relative time follows the clock: a table of the others draws nothing anew each second.
function Distance({ at }: { at: string | number }) {
  return distance(at, useNow() ?? Date.now())
}

/** The reader's choice, for a time inside a sentence; the component draws again when it changes. */
export function useTimes(): { readonly zone: TimeZone; readonly relative: boolean } {
  const drawn = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const zone = useRemembered('zone')
  const relative = useRemembered('times') === 'relative'
  // What the server draws cannot know the reader's zone.
  return { zone: drawn ? zoneOf(zone) : 'UTC', relative }
}

const never = () => () => undefined

'use client'
import { useQuery } from '@tanstack/react-query'
import { listed } from '@/lib/format.ts'
import { isName } from '@/lib/protocol.ts'
import { audienceOptions } from '@/lib/queries/audience.ts'
import { type Lab, labelOf } from '@/lib/scenario/lab/lab.ts'
import { type LabState, listening } from '@/lib/scenario/lab/state.ts'

/** What the broker says would happen, for those of this run. */
export function WhatIf({ state, lab, event }: { state: LabState; lab: Lab | null; event: string }) {
  const place = lab?.place
  const enabled = place !== undefined && state.status === 'ready' && isName(event)
  const question = { queue: place?.queue ?? 'lab', event, delivery: 'queued' as const }
  const { data } = useQuery({ ...audienceOptions(question), enabled })
  if (!isName(event)) return <span className="muted">No event has that name, so nothing can be published.</span>
  if (data === undefined || place === undefined) return <span className="muted">The subscribers are connecting.</span>
  const here = state.subscribers.filter((one) => listening(one, event))
  const names = here.map((one) => one.name)
  if (names.length === 0) return <span className="muted">{`Nobody here has subscribed to ${event}.`}</span>
  // What the broker said last is no longer so: they are on their way back to it.
  const coming = here.filter((one) => one.plugged && !one.online).map((one) => one.name)
  if (coming.length > 0) {
    return <span className="muted">{`${listed(coming)} ${coming.length === 1 ? 'is' : 'are'} connecting.`}</span>
  }
  const mine = (delivery: string) =>
    names.filter((who) => data.now.some((one) => one.name === labelOf(place.run, who) && one.delivery === delivery))
  const live = mine('realtime')
  const kept = mine('queued')
  if (live.length === names.length && kept.length === names.length) {
    return (
      <span>
        <b>{names.length === 1 ? `${names[0]} gets it either way.` : `All ${names.length} get it either way.`}</b>{' '}
        Unplug one first and the two lanes part.
      </span>
    )
  }
  return (
    <span>
      <b>Real time:</b> {`${gets(live.length)}${others(names, live, 'misses it', 'miss it')}.`} <b>Queued:</b>{' '}
      {`${gets(kept.length)}${others(names, kept, 'finds it waiting', 'find it waiting')}.`}
    </span>
  )
}

function others(names: readonly string[], some: readonly string[], one: string, many: string): string {
  const rest = names.filter((name) => !some.includes(name))
  return rest.length === 0 ? '' : `, ${listed(rest)} ${rest.length === 1 ? one : many}`
}

function gets(count: number): string {
  if (count === 0) return 'nobody gets it'
  return count === 1 ? '1 gets it' : `${count} get it`
}

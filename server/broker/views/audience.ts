import type { Audience, Listener } from '../api.ts'
import type { Delivery } from '../model.ts'
import type { Member, Queue, Stay, Subscription } from '../state.ts'
import { eventList } from '../structures/events.ts'
import { pendingOf } from './figures.ts'
import { count, duration } from './words.ts'

interface Groups {
  readonly now: Listener[]
  readonly waits: Listener[]
  readonly misses: Listener[]
  readonly notListening: Listener[]
}

/** A message that nobody has published yet. */
export interface Imagined {
  readonly event: string
  readonly delivery: Delivery
  readonly key?: string | undefined
}

/** Who would get such a message published now, who finds it waiting, who misses it, and who does not want it. */
export function audienceOf(queue: Queue | undefined, message: Imagined, at: number): Audience {
  const { event } = message
  const groups: Groups = { now: [], waits: [], misses: [], notListening: [] }
  if (queue === undefined) return groups
  for (const subscription of queue.subscriptions.values()) place(groups, subscription, message, at)
  for (const member of queue.members) {
    const listener = { name: nameOf(member), delivery: 'realtime' as const }
    if (has(member.events, event)) groups.now.push({ ...listener, why: 'It is connected and gets it at once.' })
    else groups.notListening.push({ ...listener, why: otherEvents(member.events, event) })
  }
  for (const stay of queue.stays.values()) placeAway(groups, stay, event, at)
  return groups
}

function place(groups: Groups, subscription: Subscription, { event, delivery, key }: Imagined, at: number): void {
  const listener = { name: subscription.name, delivery: 'queued' as const }
  if (!has(subscription.events, event)) {
    groups.notListening.push({ ...listener, why: otherEvents(subscription.events, event) })
  } else if (delivery === 'realtime') {
    groups.notListening.push({ ...listener, why: 'It takes queued messages only.' })
  } else {
    const why = whyWaits(subscription, key, at)
    if (why === null) groups.now.push({ ...listener, why: 'It is connected and has nothing before it.' })
    else groups.waits.push({ ...listener, why })
  }
}

function whyWaits(subscription: Subscription, key: string | undefined, at: number): string | null {
  const { queue, detachedAt } = subscription
  if (queue.pausedAt !== null) return `${queue.name} is paused; it waits for the resume.`
  if (subscription.consumers.length === 0) {
    return `Nobody is connected${detachedAt === null ? '' : ` for ${duration(at - detachedAt)}`}; it waits.`
  }
  const held = whyHeld(subscription, key)
  if (held !== null) return held
  const before = pendingOf(subscription)
  return before > 0 ? `It is behind; ${count(before)} ${before === 1 ? 'is' : 'are'} before it.` : null
}

/** One at a time: of a key, or of all where it is ordered. */
function whyHeld({ ordered, open, keys }: Subscription, key: string | undefined): string | null {
  const first = ordered ? open.first : undefined
  if (first !== undefined) return `It takes one at a time; ${count(first.seq)} is before it and not settled.`
  const holder = key === undefined ? undefined : keys.get(key)?.holder
  return holder === undefined ? null : `It waits for ${count(holder.seq)}, which has the same key and is not settled.`
}

function placeAway(groups: Groups, stay: Stay, event: string, at: number): void {
  if (stay.away === undefined) return
  const wentAt = stay.past.at(-1)?.toAt ?? at
  const listener = { name: stay.client, delivery: 'realtime' as const }
  if (has(stay.away, event)) {
    groups.misses.push({ ...listener, why: `It has been away for ${duration(at - wentAt)} and misses it for good.` })
  } else groups.notListening.push({ ...listener, why: otherEvents(stay.away, event) })
}

function has(events: ReadonlySet<string> | null, event: string): boolean {
  return events === null || events.has(event)
}

function otherEvents(events: ReadonlySet<string> | null, event: string): string {
  const list = eventList(events)
  const named = list.length > 3 ? `${list.slice(0, 3).join(', ')} and ${list.length - 3} more` : list.join(', ')
  return `It is subscribed to ${named}, not to ${event}.`
}

function nameOf(member: Member): string {
  return member.link.link.client ?? member.link.link.id
}

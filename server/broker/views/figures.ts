import type { QueueView } from '../api.ts'
import type { EventLine, Queue, Subscription } from '../state.ts'
import { matchedOf, totalOf } from '../totals.ts'

/** Deliveries that wait, neither in flight nor between two tries: what is not scanned yet, and what came back. Not counted, kept. */
export function pendingOf(subscription: Subscription): number {
  const ahead = totalOf(subscription) - matchedOf(subscription)
  return Math.max(0, ahead) + subscription.open.size - subscription.inFlight - subscription.retrying
}

/** Those that wait, are in flight, or between two tries. */
export function unsettledOf(subscription: Subscription): number {
  return pendingOf(subscription) + subscription.inFlight + subscription.retrying
}

export interface Figures {
  readonly pending: number
  readonly inFlight: number
  readonly retrying: number
  readonly dead: number
}

/** Of all its durable subscriptions together. */
export function figuresOf(queue: Queue): Figures {
  const sum = { pending: 0, inFlight: 0, retrying: 0, dead: 0 }
  for (const subscription of queue.subscriptions.values()) {
    sum.pending += pendingOf(subscription)
    sum.inFlight += subscription.inFlight
    sum.retrying += subscription.retrying
    sum.dead += subscription.dead
  }
  return sum
}

/** Names in one view: a queue can have seen any number of events, and each would go to every reader of a list. */
const EVENTS_MOST = 200

const countOf = (line: Pick<EventLine, 'total' | 'realtime'>): number => line.total + line.realtime

/** The most frequent first, and how many there are in all. */
export function eventsOf(queue: Queue): Pick<QueueView, 'events' | 'eventCount'> {
  const seen = [...queue.events.values()].filter((line) => countOf(line) > 0)
  return { events: mostFrequent(seen).map((line) => line.name), eventCount: seen.length }
}

/** Sorts no more than twice as many as are kept: 100,000 names are looked through in some milliseconds. */
function mostFrequent(seen: readonly EventLine[]): readonly EventLine[] {
  let kept: EventLine[] = []
  let least = 0
  const shrink = () => {
    kept = kept.sort((a, b) => countOf(b) - countOf(a)).slice(0, EVENTS_MOST)
    least = kept.length < EVENTS_MOST ? 0 : countOf(kept[EVENTS_MOST - 1] ?? { total: 0, realtime: 0 })
  }
  for (const line of seen) {
    if (countOf(line) <= least) continue
    kept.push(line)
    if (kept.length === 2 * EVENTS_MOST) shrink()
  }
  shrink()
  return kept
}

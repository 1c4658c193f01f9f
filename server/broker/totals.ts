/** What follows from a queue's totals: how many messages are a subscription's, and how far it is among them. */
import type { Message, QueuedMessage } from './model.ts'
import type { EventLine, Queue, Subscription } from './state.ts'

/** The line of an event, made when it is first heard of. */
export function eventLine(queue: Queue, event: string): EventLine {
  const known = queue.events.get(event)
  if (known !== undefined) return known
  const line = { name: event, total: 0, realtime: 0, subscriptions: null, members: null, away: 0, seen: 0, past: null }
  queue.events.set(event, line)
  return line
}

/** Forgets the line of an event that nobody has sent, and nobody listens to any more. */
export function dropIdleLine(queue: Queue, event: string): void {
  const line = queue.events.get(event)
  if (line === undefined || line.total + line.realtime + line.away > 0) return
  if ((line.subscriptions?.size ?? 0) + (line.members?.size ?? 0) === 0) queue.events.delete(event)
}

/** Queued messages committed so far that are a subscription's: those of its events (`null`: all), and copies for it alone. */
export function totalOf({ queue, events, name }: Pick<Subscription, 'queue' | 'events' | 'name'>): number {
  let total = queue.copies.get(name) ?? 0
  if (events === null) return total + queue.total
  for (const event of events) total += queue.events.get(event)?.total ?? 0
  return total
}

/** A message was committed: it counts under its event, or as a copy. */
export function countTotal(queue: Queue, { event, only }: Pick<Message, 'event' | 'only'>): void {
  if (only !== null) {
    queue.copies.set(only, (queue.copies.get(only) ?? 0) + 1)
    return
  }
  queue.total++
  eventLine(queue, event).total++
}

/** Whether a message is one of the subscription's. */
export function matches(subscription: Subscription, message: Pick<QueuedMessage, 'seq' | 'event' | 'only'>): boolean {
  return (message.only !== null || message.seq >= subscription.startSeq) && isWanted(subscription, message)
}

/** By its event; a copy, whatever its event, by the one that it was made for. */
export function isWanted(
  { events, name }: Pick<Subscription, 'events' | 'name'>,
  { event, only }: Pick<Message, 'event' | 'only'>,
): boolean {
  if (only !== null) return only === name
  return events === null || events.has(event)
}

/** Scanned this far, also while it follows the commits. */
export function uptoOf(subscription: Subscription): number {
  return subscription.caughtUp ? subscription.queue.committed : subscription.upto
}

/** Matching messages at or below `uptoOf`. */
export function matchedOf(subscription: Subscription): number {
  return subscription.caughtUp ? totalOf(subscription) : subscription.matched
}

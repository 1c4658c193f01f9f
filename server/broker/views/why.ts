import type { Attempt, Skip } from '../model.ts'
import type { Entry, RecentDead, Subscription } from '../state.ts'
import { uptoOf } from '../totals.ts'
import { count, duration, times } from './words.ts'

/**
 * "Why has X not got this?" in one sentence; the first cause wins: queue paused, nobody connected, behind others, behind
 * a message with the same key, in flight, waits for a retry, gave up, expired; in real time: was away.
 */
export function inFlight(holder: string, ms: number): string {
  return `In flight for ${duration(ms)} on ${holder}.`
}

export function retrying(subscription: Subscription, entry: Entry, now: number): string {
  const held = halted(subscription, now)
  if (held !== null) return held
  const when = entry.retryAt <= now ? 'now' : `in ${duration(entry.retryAt - now)}`
  return `${subscription.name} has tried it ${times(entry.failures)} and failed. It tries again ${when}.`
}

export function blocked(subscription: Subscription, behind: number | null, now: number): string {
  return (
    halted(subscription, now) ??
    `It waits for ${behind ?? 'an earlier one'}, which has the same key and is not settled.`
  )
}

/** Given back, or due again, and not sent yet. */
export function returned(subscription: Subscription, entry: Entry, now: number): string {
  const tried = `It was sent ${times(entry.attempts)} and came back`
  return halted(subscription, now) ?? `${tried}; it goes out as soon as a consumer of ${subscription.name} has room.`
}

/** Not scanned yet. */
export function waiting(subscription: Subscription, seq: number, now: number): string {
  const held = halted(subscription, now)
  if (held !== null) return held
  const ahead = seq - uptoOf(subscription) - 1 + subscription.open.size
  if (ahead <= 0) return `It is the next one for ${subscription.name}, which gets it as soon as a consumer has room.`
  const about = subscription.events === null ? count(ahead) : `at most ${count(ahead)}`
  return `${subscription.name} is behind: ${about} ${ahead === 1 ? 'is' : 'are'} before it.`
}

/** Given up; if a copy was made of it since, that one has a delivery of its own. */
export function dead(subscription: Subscription, { reason, at, again }: RecentDead, now: number): string {
  const gaveUp = `${subscription.name} gave it up ${duration(now - at)} ago: "${reason}".`
  return again === null ? gaveUp : `${gaveUp} It was sent again as ${again}.`
}

/** Not due yet, so it has no place in the queue and waits for nobody. */
export function scheduled(name: string, dueAt: number, now: number): string {
  const when = dueAt <= now ? 'now' : `in ${duration(dueAt - now)}`
  return `It is due ${when}; until then it is not in the queue, and ${name} does not wait for it.`
}

export function expired(subscription: Subscription, ms: number): string {
  return `It expired ${duration(ms)} ago, before ${subscription.name} had settled it.`
}

/** It ended without being settled. */
export function skipped({ name, queue }: Subscription, { cause, at }: Skip, now: number): string {
  const ago = `${duration(now - at)} ago`
  switch (cause) {
    case 'purged':
      return `It was purged ${ago}, before ${name} had settled it.`
    case 'moved':
      return `${name} was moved past it ${ago}, before it had settled it.`
    case 'aged':
      return `It grew too old for ${queue.name} and was removed ${ago}, before ${name} had settled it.`
  }
}

export function beforeItsStart({ name, startSeq }: Subscription): string {
  return `${name} began after it, at seq ${count(startSeq)}.`
}

export function acked(consumer: string, last: Attempt, now: number): string {
  const ended = last.endedAt ?? now
  const tries = last.attempt === 1 ? '' : ` at attempt ${last.attempt}`
  return `${consumer} acknowledged it${tries}, ${duration(ended - last.at)} after it was sent.`
}

export function ackedLongAgo(subscription: Subscription): string {
  return `${subscription.name} has settled it.`
}

export function delivered(client: string): string {
  return `${client} was connected and got it.`
}

export function missed(client: string): string {
  return `${client} was away when it was sent, and missed it for good.`
}

/** What stops the whole subscription, whatever the message. */
function halted(subscription: Subscription, now: number): string | null {
  const { queue, name, detachedAt } = subscription
  if (queue.pausedAt !== null) {
    return `${queue.name} has been paused for ${duration(now - queue.pausedAt)}; it goes out after the queue is resumed.`
  }
  if (subscription.consumers.length > 0) return null
  const since = detachedAt === null ? '' : ` for ${duration(now - detachedAt)}`
  return `Nobody has been connected to ${name}${since}; it waits.`
}

import type { Limits } from '../limits.ts'
import type { Attempt, Skip } from '../model.ts'
import type { Entry, RecentDead, Subscription } from '../state.ts'
import { labelOf } from '../subscription/settlement.ts'
import { uptoOf } from '../totals.ts'
import { halted, noRoom } from './held.ts'
import { count, duration, many, times } from './words.ts'

/**
 * "Why has X not got this?" in one sentence; the first cause wins: queue paused, nobody connected, behind others, behind
 * a message with the same key, in flight, waits for a retry, gave up, expired; in real time: was away.
 */
export function inFlight(subscription: Subscription, entry: Entry, limits: Limits, now: number): string {
  const holder = entry.holder === null ? '' : ` on ${labelOf(entry.holder)}`
  const held = `In flight for ${duration(now - entry.since)}${holder}`
  if (entry.line === null) return `${held}.`
  const last = entry.failures + 1 >= failuresAllowed(subscription, limits)
  const left = Math.max(0, entry.deadlineAt - now)
  return `${held}; without an ack in ${duration(left)} it is ${last ? 'given up' : 'tried again'}.`
}

export function retrying(subscription: Subscription, entry: Entry, limits: Limits, now: number): string {
  const held = halted(subscription, now)
  if (held !== null) return held
  const when = entry.retryAt <= now ? 'now' : `in ${duration(entry.retryAt - now)}`
  const allowed = failuresAllowed(subscription, limits)
  const left = Math.max(0, allowed - entry.failures)
  const rest = `${count(left)} of ${many(allowed, 'try', 'tries')} ${left === 1 ? 'is' : 'are'} left`
  return `${subscription.name} has tried it ${times(entry.failures)} and failed. It tries again ${when}; ${rest}.`
}

/** Failures after which it is a dead letter. */
function failuresAllowed({ queue }: Subscription, limits: Limits): number {
  return queue.settings.maxFailures ?? limits.maxFailures
}

/** `others`: how many stand between it and the one that has the key. */
export function blocked(subscription: Subscription, behind: number | null, others: number, now: number): string {
  const held = halted(subscription, now)
  if (held !== null) return held
  const first = behind === null ? 'an earlier one' : count(behind)
  const rest = others === 0 ? '' : `, then for ${many(others, 'other', 'others')} of that key`
  return `It waits for ${first}, which has the same key and is not settled${rest}.`
}

/** Given back, or due again, and not sent yet. */
export function returned(subscription: Subscription, entry: Entry, limits: Limits, now: number): string {
  const tried = `It was sent ${times(entry.attempts)} and came back`
  const held = halted(subscription, now)
  if (held !== null) return held
  const busy = noRoom(subscription, limits)
  return busy === null
    ? `${tried}; it goes out as soon as a consumer of ${subscription.name} has room.`
    : `${tried}; ${busy}.`
}

/** Not scanned yet. */
export function waiting(subscription: Subscription, seq: number, limits: Limits, now: number): string {
  const held = halted(subscription, now)
  if (held !== null) return held
  const { name } = subscription
  const ahead = seq - uptoOf(subscription) - 1 + subscription.open.size
  const busy = noRoom(subscription, limits)
  if (ahead <= 0 || (busy !== null && seq === uptoOf(subscription) + 1)) {
    return busy === null
      ? `It is the next one for ${name}, which gets it as soon as a consumer has room.`
      : `It is the next one for ${name}; ${busy}.`
  }
  const about = subscription.events === null ? count(ahead) : `at most ${count(ahead)}`
  const behind = `${name} is behind: ${about} ${ahead === 1 ? 'is' : 'are'} before it`
  return busy === null ? `${behind}.` : `${behind}; ${busy}.`
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

/** `awayMs`: how long it had been away by then. */
export function missed(client: string, awayMs: number | null): string {
  const since = awayMs === null ? 'was away' : `had been away for ${duration(awayMs)}`
  return `${client} ${since} when it was sent, and missed it for good.`
}

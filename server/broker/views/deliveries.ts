import type { DeliveryView, MessageRef } from '../api.ts'
import type { Limits } from '../limits.ts'
import type { Attempt, Presence } from '../model.ts'
import { isBefore } from '../realtime/presence.ts'
import type { Entry, Queue, Subscription } from '../state.ts'
import { labelOf } from '../subscription/settlement.ts'
import { isWanted, matches, uptoOf } from '../totals.ts'
import * as why from './why.ts'

/** Every delivery of one message that memory knows of, sorted by name: durable subscriptions, then named clients in real time. */
export function deliveriesOf(
  queue: Queue,
  message: MessageRef,
  stays: ReadonlyMap<string, readonly Presence[]>,
  limits: Limits,
  now: number,
): DeliveryView[] {
  const views: DeliveryView[] = []
  if (message.dueAt !== undefined) return scheduledViews(queue, message, message.dueAt, now)
  if (message.ord === 0) {
    for (const subscription of queue.subscriptions.values()) {
      if (matches(subscription, message)) views.push(queuedView(subscription, message, limits, now))
    }
  }
  if (message.only === null) {
    for (const [client, own] of stays) {
      const view = realtimeView(client, own, message)
      if (view !== null) views.push(view)
    }
  }
  return views.sort((a, b) => a.delivery.localeCompare(b.delivery) || a.name.localeCompare(b.name))
}

/** Nobody has it and nobody waits for it yet; those who would get it are named. */
function scheduledViews(queue: Queue, message: MessageRef, dueAt: number, now: number): DeliveryView[] {
  const takers = [...queue.subscriptions.values()].filter((subscription) => isWanted(subscription, message))
  return takers
    .map((subscription) => scheduledView(subscription, message, dueAt, now))
    .sort((a, b) => a.name.localeCompare(b.name))
}

function scheduledView({ name }: Subscription, message: MessageRef, dueAt: number, now: number): DeliveryView {
  const base = { ...QUIET, name, delivery: 'queued' as const, state: 'scheduled' as const, since: message.publishedAt }
  return { ...base, why: why.scheduled(name, dueAt, now) }
}

/** One subscription's; also where it began after the message. `null`: it does not want it. */
export function deliveryOf(
  subscription: Subscription,
  message: MessageRef,
  limits: Limits,
  now: number,
): DeliveryView | null {
  if (message.ord !== 0 || !isWanted(subscription, message)) return null
  if (message.dueAt !== undefined) return scheduledView(subscription, message, message.dueAt, now)
  if (matches(subscription, message)) return queuedView(subscription, message, limits, now)
  const base = { ...QUIET, name: subscription.name, delivery: 'queued' as const }
  return { ...base, state: 'purged', why: why.beforeItsStart(subscription) }
}

/** Stays of each client, in their order. */
export function byClient(presence: readonly Presence[]): Map<string, Presence[]> {
  const groups = new Map<string, Presence[]>()
  for (const stay of presence) {
    const group = groups.get(stay.client)
    if (group === undefined) groups.set(stay.client, [stay])
    else group.push(stay)
  }
  return groups
}

function queuedView(subscription: Subscription, message: MessageRef, limits: Limits, now: number): DeliveryView {
  const entry = subscription.open.get(message.seq)
  if (entry !== undefined) return openView(subscription, entry, limits, now)
  return message.seq > uptoOf(subscription)
    ? aheadView(subscription, message, limits, now)
    : settledView(subscription, message, now)
}

const QUIET = { since: null, retryAt: null, behind: null, holder: null, attempts: [] }

function openView(subscription: Subscription, entry: Entry, limits: Limits, now: number): DeliveryView {
  const { name } = subscription
  const attempts = [...(entry.history ?? [])]
  const base = { ...QUIET, name, delivery: 'queued' as const, since: entry.since, attempts }
  switch (entry.state) {
    case 'inFlight': {
      const holder = entry.holder === null ? '' : labelOf(entry.holder)
      attempts.push(running(entry, holder))
      return { ...base, state: 'inFlight', holder, why: why.inFlight(subscription, entry, limits, now) }
    }
    case 'retrying':
      return { ...base, state: 'retrying', retryAt: entry.retryAt, why: why.retrying(subscription, entry, limits, now) }
    case 'blocked': {
      const line = subscription.keys.get(entry.key ?? '')
      const behind = line?.holder.seq ?? null
      const others = line?.blocked.before(entry) ?? 0
      return { ...base, state: 'pending', behind, why: why.blocked(subscription, behind, others, now) }
    }
    case 'ready':
      return {
        ...base,
        state: 'pending',
        behind: before(subscription, entry.seq),
        why: why.returned(subscription, entry, limits, now),
      }
  }
}

function running(entry: Entry, consumer: string): Attempt {
  return {
    attempt: entry.attempts,
    at: entry.since,
    endedAt: null,
    outcome: 'inFlight',
    consumer,
    reason: null,
    retryAt: null,
  }
}

function aheadView(subscription: Subscription, message: MessageRef, limits: Limits, now: number): DeliveryView {
  const base = { ...QUIET, name: subscription.name, delivery: 'queued' as const }
  if (message.expiresAt !== null && message.expiresAt <= now) {
    return { ...base, state: 'expired', why: why.expired(subscription, now - message.expiresAt) }
  }
  const behind = before(subscription, message.seq)
  return {
    ...base,
    state: 'pending',
    since: message.publishedAt,
    behind,
    why: why.waiting(subscription, message.seq, limits, now),
  }
}

/** Of one that it has scanned, and that is not open any more. */
export function settledView(
  subscription: Subscription,
  message: Pick<MessageRef, 'seq' | 'expiresAt'>,
  now: number,
): DeliveryView {
  const base = { ...QUIET, name: subscription.name, delivery: 'queued' as const }
  const dead = subscription.recentDead.get(message.seq)
  if (dead !== undefined) {
    return { ...base, state: 'dead', since: dead.at, why: why.dead(subscription, dead, now) }
  }
  const settlement = subscription.settlements?.find(message.seq) ?? null
  if (settlement === null) {
    const skip = subscription.skips.findLast(({ from, to }) => from <= message.seq && message.seq <= to)
    if (skip !== undefined)
      return { ...base, state: 'purged', since: skip.at, why: why.skipped(subscription, skip, now) }
    if (message.expiresAt !== null && message.expiresAt <= now) {
      return { ...base, state: 'expired', why: why.expired(subscription, now - message.expiresAt) }
    }
    return { ...base, state: 'acked', why: why.ackedLongAgo(subscription) }
  }
  const { attempt, sentAt: at, at: endedAt, consumer } = settlement
  const last: Attempt = { attempt, at, endedAt, outcome: 'acked', consumer, reason: null, retryAt: null }
  const attempts = [...(settlement.history ?? []), last]
  return { ...base, state: 'acked', since: endedAt, holder: consumer, attempts, why: why.acked(consumer, last, now) }
}

/** First unsettled seq before this one. */
function before(subscription: Subscription, seq: number): number | null {
  const first = subscription.open.first?.seq ?? uptoOf(subscription) + 1
  return first < seq ? first : null
}

/** The last stay that began at or before the message decides. `null`: it is not this client's. */
function realtimeView(client: string, stays: readonly Presence[], message: MessageRef): DeliveryView | null {
  const stay = stays.findLast(({ from }) => !isBefore(message, from))
  if (stay === undefined || !(stay.events.includes('*') || stay.events.includes(message.event))) return null
  const base = { ...QUIET, name: client, delivery: 'realtime' as const, since: message.publishedAt }
  if (stay.to === null || isBefore(message, stay.to)) return { ...base, state: 'delivered', why: why.delivered(client) }
  if (stay.left) return null
  const awayMs = stay.toAt === null ? null : Math.max(0, message.publishedAt - stay.toAt)
  return { ...base, state: 'missed', why: why.missed(client, awayMs) }
}

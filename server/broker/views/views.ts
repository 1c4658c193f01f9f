import type { Holder, LinkView, QueueView, SubscriptionStanding, SubscriptionView } from '../api.ts'
import { deadlineMs } from '../dispatch/dispatcher.ts'
import type { Limits } from '../limits.ts'
import { paceOf, paceOfAll, trendOf } from '../rates/pace.ts'
import { TREND_STEP_MS } from '../rates/trend.ts'
import { retentionOf } from '../retention/age.ts'
import { isIdle } from '../retention/idle.ts'
import type { Stored } from '../retention/stored.ts'
import { storedOf } from '../retention/stored.ts'
import type { Consumer, LinkState, Queue, Subscription } from '../state.ts'
import { eventList } from '../structures/events.ts'
import { uptoOf } from '../totals.ts'
import { eventsOf, figuresOf, pendingOf } from './figures.ts'

/** Where the oldest message above a seq was published. */
export type AgeOf = (queue: Queue, seq: number) => number | null

export interface ViewDeps {
  readonly now: number
  readonly limits: Limits
  readonly publishedAt: AgeOf
  readonly stored: Stored
  readonly startedAt: number
}

export function queueView(queue: Queue, deps: ViewDeps): QueueView {
  const { now } = deps
  return {
    id: queue.id,
    name: queue.name,
    settings: queue.settings,
    paused: queue.pausedAt !== null,
    pausedAt: queue.pausedAt,
    firstSeq: queue.firstSeq,
    lastSeq: queue.committed,
    ...figuresOf(queue),
    scheduled: queue.scheduled,
    oldestPendingMs: oldest([...queue.subscriptions.values()].map((s) => oldestPendingMs(s, deps))),
    subscriptions: queue.subscriptions.size,
    connections: linksOf(queue).size,
    rates: ratesOf(queue, now),
    ...paceOfAll(queue, now, deps.startedAt),
    storedBytes: storedOf(queue),
    maxBytes: deps.stored.mostOf(queue),
    retentionMs: retentionOf(queue, deps.limits),
    warning: warningOf(queue, deps),
    ...eventsOf(queue),
  }
}

export function subscriptionView(subscription: Subscription, deps: ViewDeps): SubscriptionView {
  const { now, limits, startedAt } = deps
  const upto = uptoOf(subscription)
  return {
    id: subscription.id,
    queue: subscription.queue.name,
    name: subscription.name,
    events: eventList(subscription.events),
    state: standingOf(subscription, limits, now),
    floor: (subscription.open.first?.seq ?? upto + 1) - 1,
    upto,
    pending: pendingOf(subscription),
    inFlight: subscription.inFlight,
    retrying: subscription.retrying,
    dead: subscription.dead,
    aged: subscription.aged,
    skips: subscription.skips,
    warning: subscription.ageWarning ? 'age' : null,
    oldestUnackedMs: oldestUnackedMs(subscription, now),
    oldestPendingMs: oldestPendingMs(subscription, deps),
    ackDeadlineMs: deadlineMs(subscription, limits),
    exclusive: subscription.exclusive,
    ordered: subscription.ordered,
    createdAt: subscription.createdAt,
    detachedAt: subscription.detachedAt,
    holders: holdersOf(subscription, now),
    consumers: subscription.consumers.map(consumerView),
    rates: subscription.trend?.rates(now) ?? { delivered: 0, acked: 0 },
    ...paceOf(subscription, now, startedAt),
    // 100,000 of them are listed for a page of 50, so it is worked out for whoever is asked for it.
    get trend() {
      return { stepMs: TREND_STEP_MS, waiting: trendOf(subscription, now, startedAt) }
    },
  }
}

function ratesOf({ rates }: Queue, now: number): QueueView['rates'] {
  if (rates === null) return { published: 0, delivered: 0, acked: 0, missed: 0 }
  return {
    published: rates.perSecond(now, 'published') + rates.perSecond(now, 'publishedRealtime'),
    delivered: rates.perSecond(now, 'delivered') + rates.perSecond(now, 'deliveredRealtime'),
    acked: rates.perSecond(now, 'acked'),
    missed: rates.sum(now, 'missed'),
  }
}

export function linkView(state: LinkState, now: number): LinkView {
  return {
    link: state.link,
    subscriptions: [
      ...[...state.consumers].map(({ subscription, inFlight }) => ({
        queue: subscription.queue.name,
        name: subscription.name,
        events: eventList(subscription.events),
        inFlight,
      })),
      ...[...state.members.values()].map(({ queue, events }) => ({
        queue: queue.name,
        name: null,
        events: eventList(events),
        inFlight: 0,
      })),
    ],
    out: state.out.perSecond(now),
    in: state.in.perSecond(now),
  }
}

/** Running out of room refuses publishes, so it comes first. */
function warningOf(queue: Queue, { stored }: ViewDeps): QueueView['warning'] {
  if (stored.isTight(queue)) return 'size'
  return [...queue.subscriptions.values()].some(({ ageWarning }) => ageWarning) ? 'age' : null
}

/** The first that holds: nothing goes out (paused, full, nobody), it fails, it is behind, all is well. */
function standingOf(subscription: Subscription, limits: Limits, now: number): SubscriptionStanding {
  if (subscription.queue.pausedAt !== null) return 'paused'
  if (subscription.open.size >= limits.openMax) return 'full'
  if (subscription.consumers.length === 0) return isIdle(subscription, now, limits) ? 'idle' : 'nobody'
  if (subscription.retrying > 0) return 'failing'
  return pendingOf(subscription) > 0 ? 'catchingUp' : 'caughtUp'
}

function consumerView(consumer: Consumer): SubscriptionView['consumers'][number] {
  return {
    connection: consumer.link.link.id,
    client: consumer.link.link.client,
    credit: consumer.credit,
    inFlight: consumer.inFlight,
    active: !consumer.standby,
    since: consumer.since,
  }
}

function holdersOf(subscription: Subscription, now: number): Holder[] {
  const held = new Map<Consumer, { seqs: number[]; since: number }>()
  if (subscription.inFlight === 0) return []
  for (const entry of subscription.open) {
    if (entry.holder === null) continue
    const known = held.get(entry.holder)
    if (known === undefined) held.set(entry.holder, { seqs: [entry.seq], since: entry.since })
    else {
      known.seqs.push(entry.seq)
      known.since = Math.min(known.since, entry.since)
    }
  }
  return [...held].map(([{ link }, { seqs, since }]) => ({
    connection: link.link.id,
    client: link.link.client,
    seqs,
    sinceMs: now - since,
  }))
}

function oldestUnackedMs(subscription: Subscription, now: number): number | null {
  if (subscription.inFlight === 0) return null
  let since = now
  for (const entry of subscription.open) if (entry.state === 'inFlight' && entry.since < since) since = entry.since
  return now - since
}

/** Age of the first message that waits: one that came back, else the first that is not scanned. */
function oldestPendingMs(subscription: Subscription, { now, publishedAt }: ViewDeps): number | null {
  if (pendingOf(subscription) === 0) return null
  let seq = uptoOf(subscription) + 1
  for (const entry of subscription.open) {
    if (entry.state !== 'ready' && entry.state !== 'blocked') continue
    seq = entry.seq
    break
  }
  const at = publishedAt(subscription.queue, seq)
  return at === null ? null : Math.max(0, now - at)
}

function oldest(ages: readonly (number | null)[]): number | null {
  return ages.reduce((most, age) => (age !== null && (most === null || age > most) ? age : most), null)
}

function linksOf(queue: Queue): Set<LinkState> {
  const links = new Set<LinkState>()
  for (const member of queue.members) links.add(member.link)
  for (const { consumers } of queue.subscriptions.values()) for (const { link } of consumers) links.add(link)
  return links
}

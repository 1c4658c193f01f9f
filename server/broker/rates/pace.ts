import type { Queue, Subscription } from '../state.ts'
import { pendingOf, unsettledOf } from '../views/figures.ts'
import type { Turn } from './trend.ts'
import { stepOf, TREND_STEP_MS, TREND_STEPS } from './trend.ts'

const WINDOW_MS = 60_000
/** What is seen for less says nothing of a pace. */
const LEAST_MS = 5_000

export interface Pace {
  /** Change of what is not settled, per second over the last minute. */
  readonly growing: number
  /** When nothing waits any more, at the pace of the last minute. `null`: nothing waits, or it does not become less. */
  readonly catchUpMs: number | null
}

/** What waited at the end of each step that is over, and what waits now; oldest first, and no further back than is known. */
export function trendOf(subscription: Subscription, now: number, startedAt: number): number[] {
  return [...samplesOf(subscription, now, startedAt, TREND_STEPS - 1), pendingOf(subscription)]
}

/** Without what waits now: a subscription that did nothing had as many less as came since. */
export function samplesOf(subscription: Subscription, now: number, startedAt: number, most: number): number[] {
  const { trend, movedAt, createdAt } = subscription
  const step = stepOf(now)
  const waiting = pendingOf(subscription)
  if (trend !== null) {
    trend.roll(step, waiting)
    return trend.last(most)
  }
  // The first step whose end is not before the broker's start, its own, and when it was last moved.
  const known = Math.ceil(Math.max(startedAt, createdAt, movedAt) / TREND_STEP_MS) - 1
  const length = Math.max(0, Math.min(most, step - known))
  const total = totalAt(subscription, step)
  return Array.from({ length }, (_, i) => Math.max(0, waiting - total + totalAt(subscription, step - length + i)))
}

function totalAt({ queue: { past }, events }: Subscription, step: number): number {
  if (past === null) return 0
  if (events === null) return past.totalAt(null, step)
  let total = 0
  for (const event of events) total += past.totalAt(event, step)
  return total
}

export function paceOf(subscription: Subscription, now: number, startedAt: number): Pace {
  const { trend, queue } = subscription
  if (trend === null && queue.past === null) return { growing: 0, catchUpMs: null }
  const waiting = pendingOf(subscription)
  const turn = trend?.turn ?? null
  const before = turn !== null && turn.at > now - WINDOW_MS ? turn : aMinuteAgo(subscription, now, startedAt)
  if (before === null || now - before.at < LEAST_MS) return { growing: 0, catchUpMs: null }
  const growing = (unsettledOf(subscription) - before.unsettled) / ((now - before.at) / 1_000)
  const goes = subscription.consumers.length > 0 && queue.pausedAt === null
  return { growing, catchUpMs: goes && waiting > 0 && growing < 0 ? Math.round((waiting / -growing) * 1_000) : null }
}

/** Between the two samples around it; the oldest where none is that old. What is in flight was as much then. */
function aMinuteAgo(subscription: Subscription, now: number, startedAt: number): Turn | null {
  const samples = samplesOf(subscription, now, startedAt, 3)
  const [oldest] = samples
  if (oldest === undefined) return null
  const from = (stepOf(now) - samples.length + 1) * TREND_STEP_MS
  const at = Math.max(from, now - WINDOW_MS)
  const place = Math.floor((at - from) / TREND_STEP_MS)
  const one = samples[place] ?? oldest
  const next = samples[place + 1] ?? one
  const waiting = one + ((next - one) * (at - from - place * TREND_STEP_MS)) / TREND_STEP_MS
  return { at, unsettled: waiting + subscription.inFlight + subscription.retrying }
}

/** Of all its subscriptions together: it has caught up when the last of them has. */
export function paceOfAll(queue: Queue, now: number, startedAt: number): Pace {
  let growing = 0
  let catchUpMs: number | null = null
  let stands = false
  if (queue.past === null) return { growing, catchUpMs }
  for (const subscription of queue.subscriptions.values()) {
    const pace = paceOf(subscription, now, startedAt)
    growing += pace.growing
    if (pace.catchUpMs === null) stands ||= pendingOf(subscription) > 0
    else catchUpMs = Math.max(catchUpMs ?? 0, pace.catchUpMs)
  }
  return { growing, catchUpMs: stands ? null : catchUpMs }
}

/** Before what waits for it changes by anything but a message: it is moved, or wants other events. */
export function beforeMove(subscription: Subscription, now: number): void {
  subscription.queue.rates?.roll(now)
}

export function afterMove(subscription: Subscription, now: number): void {
  subscription.movedAt = now
  turn(subscription, now)
}

/** It goes another way from here on. */
export function turn(subscription: Subscription, now: number): void {
  if (subscription.trend !== null) subscription.trend.turn = { at: now, unsettled: unsettledOf(subscription) }
}

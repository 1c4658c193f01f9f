import type { Queue, Subscription } from '../state.ts'
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

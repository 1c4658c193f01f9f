import type { SubscriptionRecord } from '../ports.ts'
import type { Subscription } from '../state.ts'
import { eventList } from '../structures/events.ts'

/** What of a subscription is stored beside its state. */
export function recordOf(subscription: Subscription): SubscriptionRecord {
  return {
    id: subscription.id,
    queueId: subscription.queue.id,
    name: subscription.name,
    events: eventList(subscription.events),
    ackDeadlineMs: subscription.ackDeadlineMs,
    exclusive: subscription.exclusive,
    ordered: subscription.ordered,
    startSeq: subscription.startSeq,
    createdAt: subscription.createdAt,
    skips: subscription.skips,
    aged: subscription.aged,
  }
}

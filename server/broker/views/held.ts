import type { Limits } from '../limits.ts'
import type { Consumer, Subscription } from '../state.ts'
import { labelOf } from '../subscription/settlement.ts'
import { count, duration, many, size } from './words.ts'

/** What stops a whole subscription, whatever the message, as a sentence; `null`: nothing does. */
export function halted(subscription: Subscription, now: number): string | null {
  const { queue, name, detachedAt } = subscription
  if (queue.pausedAt !== null) {
    return `${queue.name} has been paused for ${duration(now - queue.pausedAt)}; it goes out after the queue is resumed.`
  }
  if (subscription.consumers.length > 0) return null
  const since = detachedAt === null ? '' : ` for ${duration(now - detachedAt)}`
  return `Nobody has been connected to ${name}${since}; it waits.`
}

/** Why nobody takes the next one of a subscription that is not stopped, as a part of a sentence; `null`: somebody can. */
export function noRoom(subscription: Subscription, limits: Limits): string | null {
  const { name, ordered, open, exclusive } = subscription
  const first = open.first
  if (ordered && first !== undefined) return `${name} is ordered, and ${count(first.seq)} has to be settled first`
  if (open.size >= limits.openMax) {
    return `${name} has ${count(open.size)} unsettled ones, the most there can be`
  }
  const takers = subscription.consumers.filter((consumer) => !consumer.standby)
  const waiting = subscription.consumers.length - takers.length
  if (takers.length === 0 || takers.some((consumer) => mayTake(consumer, limits))) return null
  const [only] = takers
  const who = takers.length === 1 && only !== undefined ? oneIsBusy(only, limits) : allAreBusy(takers, name)
  if (!exclusive) return who
  return waiting === 0
    ? `${who}, and ${name} is exclusive`
    : `${who}, and ${standBy(waiting)}, for ${name} is exclusive`
}

function mayTake(consumer: Consumer, limits: Limits): boolean {
  const { inFlight, credit, reserved, draining, link } = consumer
  return (
    inFlight < credit &&
    !reserved &&
    draining === null &&
    consumer.subscription.emptying !== consumer &&
    link.unackedBytes < limits.linkUnackedBytes
  )
}

function oneIsBusy(consumer: Consumer, limits: Limits): string {
  const { inFlight, credit, draining, link } = consumer
  const label = labelOf(consumer)
  if (draining !== null) return `${label} is leaving and takes no more`
  if (inFlight >= credit) return `${label} has ${count(inFlight)} in flight and no credit for more`
  if (link.unackedBytes >= limits.linkUnackedBytes) {
    return `${label} holds ${size(link.unackedBytes)} without an ack, the most that one connection may`
  }
  return `${label} takes one alone that was lost with its consumer before`
}

function allAreBusy(takers: readonly Consumer[], name: string): string {
  const inFlight = takers.reduce((sum, consumer) => sum + consumer.inFlight, 0)
  return `none of the ${many(takers.length, 'consumer', 'consumers')} of ${name} has credit left, with ${count(inFlight)} in flight`
}

const standBy = (n: number): string => `${count(n)} ${n === 1 ? 'stands' : 'stand'} by`

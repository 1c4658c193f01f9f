import type { Limits } from '../limits.ts'
import type { Consumer, Subscription } from '../state.ts'

/** Whose turn it is among the consumers that may take `bytes` more; `null`: nobody may. */
export function nextConsumer(subscription: Subscription, bytes: number, limits: Limits): Consumer | null {
  const { consumers } = subscription
  for (let i = 0; i < consumers.length; i++) {
    const at = (subscription.turn + i) % consumers.length
    const consumer = consumers[at]
    if (consumer === undefined || !hasCredit(consumer)) continue
    if (!hasRoom(consumer, bytes, limits)) {
      consumer.link.starved.add(subscription)
      continue
    }
    subscription.turn = (at + 1) % consumers.length
    return consumer
  }
  return null
}

/** May take one more message, whatever its size. */
function hasCredit(consumer: Consumer): boolean {
  const { inFlight, credit, standby, reserved, draining, subscription } = consumer
  return inFlight < credit && !standby && !reserved && draining === null && subscription.emptying !== consumer
}

/** 4 MiB unacknowledged per link; a message goes to an empty link whatever its size. */
function hasRoom(consumer: Consumer, bytes: number, limits: Limits): boolean {
  const { unackedBytes } = consumer.link
  return unackedBytes === 0 || unackedBytes + bytes <= limits.linkUnackedBytes
}

/**
 * A consumer that holds nothing, to take a suspect alone. Where none is free, one is kept from taking more until it is
 * empty, so that the suspect's turn comes: `null` until then.
 */
export function emptyConsumer(subscription: Subscription): Consumer | null {
  let fewest: Consumer | null = null
  let waits = false
  for (const consumer of subscription.consumers) {
    if (consumer.standby || consumer.draining !== null) continue
    if (consumer.inFlight === 0) return consumer
    if (consumer.reserved || consumer === subscription.emptying) waits = true
    if (fewest === null || consumer.inFlight < fewest.inFlight) fewest = consumer
  }
  if (!waits) subscription.emptying = fewest
  return null
}

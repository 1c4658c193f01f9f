import type { DeliveryState, MessageDelivery, MessageDetail } from '../../../lib/api.ts'
import { listedShort } from '../../../lib/format.ts'
import type { Subscriber } from '../grid/subscribers.ts'

/** amber: waits on something · red: gave up, or missed · grey: nothing to do · green: got it. */
export type Tone = 'waits' | 'failed' | 'nothing' | 'got'

const TONES: Readonly<Record<DeliveryState, Tone>> = {
  pending: 'waits',
  inFlight: 'waits',
  retrying: 'waits',
  scheduled: 'waits',
  dead: 'failed',
  missed: 'failed',
  expired: 'nothing',
  purged: 'nothing',
  acked: 'got',
  delivered: 'got',
}

export function toneOf(delivery: MessageDelivery | undefined): Tone {
  return delivery === undefined ? 'nothing' : TONES[delivery.state]
}

/** Whom a person most likely asks about: what failed, then what waits, then what is fine. */
const URGENCY: readonly DeliveryState[] = ['retrying', 'dead', 'missed', 'inFlight', 'pending', 'scheduled']

export function mostUrgent(deliveries: readonly MessageDelivery[]): MessageDelivery | undefined {
  for (const state of URGENCY) {
    const found = deliveries.find((one) => one.state === state)
    if (found !== undefined) return found
  }
  return deliveries[0]
}

/** What of a message decides for whom it is. */
export type Sent = Pick<MessageDetail, 'event' | 'delivery' | 'subscription' | 'seq'>

/**
 * The sentence for a subscriber that the message was not for. `known` is the broker's own, where it has one: that the
 * subscription began after it.
 */
export function notForIt(who: Pick<Subscriber, 'name' | 'delivery' | 'events'>, sent: Sent, known?: string): string {
  const { name, delivery, events } = who
  if (sent.subscription !== null) return `It is a copy for ${sent.subscription} alone.`
  if (delivery === 'queued' && sent.delivery === 'realtime') {
    return `It was published in real time; ${name} gets what is queued.`
  }
  if (events !== undefined && !wants(events, sent.event)) {
    return `${name} is not subscribed to ${sent.event}, only to ${listedShort(events)}.`
  }
  if (known !== undefined) return known
  return delivery === 'realtime'
    ? `${name} was not here yet when it was sent; real time keeps nothing for later.`
    : `This was not for ${name}.`
}

/** Whether somebody with these events gets this one. */
export function wants(events: readonly string[], event: string): boolean {
  return events.includes('*') || events.includes(event)
}

import type { DeliveryState, MessageDelivery } from '../../../lib/api.ts'

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

/** The sentence for a subscriber that the message was not for; the broker has none about it. */
export function notForIt(name: string, events: readonly string[] | undefined, event: string): string {
  if (events === undefined || events.includes('*') || events.includes(event)) return `This was not for ${name}.`
  return `${name} is not subscribed to ${event}, only to ${events.join(', ')}.`
}

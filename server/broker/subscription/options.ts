import type { SubscribeInput } from '../api.ts'
import { BrokerError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import { sameEvents } from '../realtime/presence.ts'
import type { Subscription } from '../state.ts'
import { eventList, eventSet } from '../structures/events.ts'
import { duration } from '../views/words.ts'

/** What belongs to a subscription, and not to one of its connections. */
export type OwnOptions = Pick<SubscribeInput, 'events' | 'ackDeadlineMs' | 'exclusive' | 'ordered'>

/** Options that are given and differ. */
export function differences(subscription: Subscription, input: OwnOptions): (keyof OwnOptions)[] {
  const { events, ackDeadlineMs, exclusive, ordered } = input
  const differ: (keyof OwnOptions)[] = []
  if (events !== undefined && !sameEvents(eventSet(events), subscription.events)) differ.push('events')
  if (ackDeadlineMs !== undefined && ackDeadlineMs !== subscription.ackDeadlineMs) differ.push('ackDeadlineMs')
  if (exclusive !== undefined && exclusive !== subscription.exclusive) differ.push('exclusive')
  if (ordered !== undefined && ordered !== subscription.ordered) differ.push('ordered')
  return differ
}

export function conflict(subscription: Subscription, options: readonly string[]): BrokerError {
  const which = options.join(', ')
  const message = `${subscription.name} exists with other ${which}; pass update: true to change it`
  const field = options[0]
  return new BrokerError('E_CONFLICT', message, field === undefined ? {} : { field })
}

export function check(input: Pick<SubscribeInput, 'credit' | 'ackDeadlineMs' | 'events'>, limits: Limits): void {
  const { credit, ackDeadlineMs, events } = input
  if (credit !== undefined && (credit < 1 || credit > limits.creditMax)) {
    throw new BrokerError('E_BAD_REQUEST', `credit must be from 1 to ${limits.creditMax}`, { field: 'credit' })
  }
  const { ackDeadlineMinMs, ackDeadlineMaxMs } = limits
  if (ackDeadlineMs !== undefined && (ackDeadlineMs < ackDeadlineMinMs || ackDeadlineMs > ackDeadlineMaxMs)) {
    const message = `ackDeadlineMs must be from ${ackDeadlineMinMs} to ${ackDeadlineMaxMs}`
    throw new BrokerError('E_BAD_REQUEST', message, { field: 'ackDeadlineMs' })
  }
  if (events !== undefined && events.length === 0) {
    throw new BrokerError('E_BAD_REQUEST', 'events must name at least one event, or be left out for all', {
      field: 'events',
    })
  }
}

/** "ack deadline 30 s → 10 s, events * → created, paid", for what differs; asked before it is changed. */
export function changedText(
  subscription: Subscription,
  input: OwnOptions,
  changes: readonly (keyof OwnOptions)[],
): string {
  const before = { ...subscription, events: eventList(subscription.events) }
  return changes.map((field) => `${WORDS[field]} ${shown(before[field])} → ${shown(input[field])}`).join(', ')
}

const WORDS: Readonly<Record<keyof OwnOptions, string>> = {
  events: 'events',
  ackDeadlineMs: 'ack deadline',
  exclusive: 'exclusive',
  ordered: 'ordered',
}

function shown(value: OwnOptions[keyof OwnOptions] | null): string {
  if (typeof value === 'number') return duration(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value == null ? "the queue's" : value.join(', ')
}

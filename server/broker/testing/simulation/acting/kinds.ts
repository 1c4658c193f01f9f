import type { SubscribeInput } from '../../../api.ts'

export const QUEUES = ['orders', 'mails']
export const EVENTS = ['created', 'deleted']
export const LABELS = ['ada', 'bob']

/** Subscriptions differ in what they want: everything, one event, one at a time, one consumer, a place in the middle. */
export const KINDS: readonly Pick<SubscribeInput, 'name' | 'events' | 'ordered' | 'exclusive' | 'from'>[] = [
  { name: 'all' },
  { name: 'created', events: ['created'], from: 'start' },
  { name: 'ordered', ordered: true },
  { name: 'exclusive', exclusive: true, from: 'start' },
  { name: 'changing', events: ['created'] },
  { name: 'middle', from: { seq: 3 } },
]

/** Some subscriptions hand over batches, so that both ways are walked. */
export function mayBatch(name: string): boolean {
  return name === 'created' || name === 'exclusive'
}

import type { MessageItem } from '../../../lib/api.ts'

/** A message as the list has it, for tests. */
export function aMessage(over: Partial<MessageItem> = {}): MessageItem {
  return {
    id: '019ab3c1-0000-7000-8000-00000000019a',
    seq: 1,
    queue: 'orders',
    event: 'add',
    payload: null,
    headers: {},
    publishedAt: '2026-03-01T12:00:00.000Z',
    delivery: 'queued',
    subscription: null,
    attempt: 0,
    bytes: 4,
    position: { seq: 1, ord: 0 },
    state: {},
    deliveries: [],
    ...over,
  }
}

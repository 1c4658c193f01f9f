import type { Subscription } from '../../../lib/api.ts'

/** A subscription as the API has it, for tests. */
export function subscription(over: Partial<Subscription>): Subscription {
  return {
    queue: 'orders',
    name: 'billing',
    events: ['add', 'update'],
    state: 'caughtUp',
    floor: 100,
    upto: 100,
    pending: 0,
    inFlight: 0,
    retrying: 0,
    dead: 0,
    oldestUnackedMs: null,
    oldestPendingMs: null,
    ackDeadlineMs: 30_000,
    exclusive: false,
    ordered: false,
    aged: 0,
    skips: [],
    warning: null,
    createdAt: '2026-03-01T12:00:00.000Z',
    detachedAt: null,
    rates: { delivered: 0, acked: 0 },
    growing: 0,
    catchUpMs: null,
    trend: { stepMs: 30_000, waiting: [] },
    holders: [],
    consumers: [],
    ...over,
  }
}

import fc from 'fast-check'
import type { SubscribeInput } from '../api.ts'

/** One thing that happens. Numbers choose among what there is at that moment, so that any sequence can be run. */
export type Step =
  | {
      readonly do: 'publish'
      readonly queue: number
      readonly event: number
      readonly id: number | null
      readonly key: number | null
      readonly times: number
    }
  | {
      readonly do: 'subscribe'
      readonly queue: number
      readonly name: number
      readonly credit: number
      readonly batch: boolean
      readonly client: number | null
    }
  | { readonly do: 'ack'; readonly client: number; readonly delivery: number; readonly forged: boolean }
  | {
      readonly do: 'nack'
      readonly client: number
      readonly delivery: number
      readonly delayMs: number | null
      readonly dead: boolean
    }
  | { readonly do: 'settle'; readonly client: number; readonly delivery: number; readonly count: number }
  | { readonly do: 'disconnect' | 'leave' | 'unsubscribe'; readonly client: number }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'pause'; readonly queue: number; readonly paused: boolean }
  | { readonly do: 'crash' }
  | { readonly do: 'fail'; readonly fault: 'retryable' | 'final' | 'diesWritten' | 'diesUnwritten' }
  | { readonly do: 'look' }

const small = fc.nat({ max: 7 })
const queue = fc.nat({ max: 1 })

/** Subscriptions differ in what they want: everything, one event, one at a time, one consumer. */
export const KINDS: readonly Pick<SubscribeInput, 'name' | 'events' | 'ordered' | 'exclusive' | 'from'>[] = [
  { name: 'all' },
  { name: 'created', events: ['created'], from: 'start' },
  { name: 'ordered', ordered: true },
  { name: 'exclusive', exclusive: true, from: 'start' },
]
export const EVENTS = ['created', 'deleted']
export const QUEUES = ['orders', 'mails']

export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('publish' as const),
      queue,
      event: queue,
      id: fc.option(fc.nat({ max: 20 }), { freq: 2 }),
      key: fc.option(fc.nat({ max: 1 }), { freq: 2 }),
      times: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('subscribe' as const),
      queue,
      name: fc.nat({ max: 3 }),
      credit: fc.integer({ min: 1, max: 4 }),
      batch: fc.boolean(),
      client: fc.option(small),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('ack' as const), client: small, delivery: small, forged: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('nack' as const),
      client: small,
      delivery: small,
      delayMs: fc.option(fc.constantFrom(0, 500)),
      dead: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('settle' as const), client: small, delivery: small, count: small }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('disconnect' as const, 'leave' as const, 'unsubscribe' as const),
      client: small,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.constantFrom(0, 1, 260, 1_500, 31_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), queue, paused: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      fault: fc.constantFrom('retryable' as const, 'final' as const, 'diesWritten' as const, 'diesUnwritten' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('look' as const) }) },
)

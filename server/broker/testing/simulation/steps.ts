import fc from 'fast-check'

/**
 * One thing that happens. Numbers choose among what there is at that moment, so that any sequence can be run. `luck`
 * draws what is left to chance in it: faults, delays, the order of what is ready, and how much of it runs.
 */
export type Act =
  | {
      readonly do: 'publish'
      readonly queue: number
      readonly event: number
      readonly id: number | null
      readonly key: number | null
      readonly times: number
      readonly bytes: number
      readonly ttlMs: number | null
      readonly delayMs: number | null
    }
  | { readonly do: 'send'; readonly queue: number; readonly event: number; readonly client: number }
  | {
      readonly do: 'subscribe'
      readonly queue: number
      readonly kind: number
      readonly credit: number
      readonly batch: boolean
      readonly client: number | null
    }
  | { readonly do: 'change'; readonly client: number; readonly queue: number; readonly what: Change }
  | {
      readonly do: 'listen'
      readonly queue: number
      readonly event: number
      readonly client: number | null
      readonly label: number
    }
  | { readonly do: 'unlisten'; readonly queue: number; readonly event: number; readonly client: number }
  | {
      readonly do: 'ack'
      readonly client: number
      readonly delivery: number
      readonly how: 'own' | 'forged' | 'guessed'
    }
  | { readonly do: 'ackAll'; readonly client: number }
  | {
      readonly do: 'nack'
      readonly client: number
      readonly delivery: number
      readonly delayMs: number | null
      readonly dead: boolean
    }
  | {
      readonly do: 'settle'
      readonly client: number
      readonly delivery: number
      readonly count: number
      readonly how: 'ack' | 'nack' | 'extend'
    }
  | {
      readonly do: 'part'
      readonly client: number
      readonly how: 'disconnect' | 'leave' | 'detach' | 'drain' | 'forever'
    }
  | { readonly do: 'fill'; readonly client: number }
  | { readonly do: 'advance'; readonly ms: number; readonly stalled: boolean }
  | { readonly do: 'cancel'; readonly queue: number; readonly which: number }
  | { readonly do: 'redeliver'; readonly queue: number; readonly kind: number; readonly which: number }
  | {
      readonly do: 'act'
      readonly queue: number
      readonly kind: number
      readonly which: number
      readonly action: 'retry' | 'dead'
    }
  | { readonly do: 'redrive'; readonly queue: number; readonly first: boolean; readonly paced: boolean }
  | { readonly do: 'deleteLetters'; readonly queue: number }
  | { readonly do: 'cancelJob' }
  | {
      readonly do: 'purge'
      readonly queue: number
      /** `null`: the whole queue. */
      readonly kind: number | null
      /** So far from the last message. */
      readonly back: number
    }
  | { readonly do: 'seek'; readonly queue: number; readonly kind: number; readonly back: number }
  | { readonly do: 'deleteQueue' | 'createQueue'; readonly queue: number }
  | { readonly do: 'pause'; readonly queue: number; readonly paused: boolean }
  | { readonly do: 'crash' | 'takeover' | 'freeze' | 'thaw' | 'goodbye' | 'look' }
  | { readonly do: 'weather'; readonly weather: 'clear' | 'slow' | 'failing' }

export type Change = 'events' | 'exclusive' | 'deadline'
export type Step = { readonly luck: number } & Act

const small = fc.nat({ max: 7 })
const two = fc.nat({ max: 1 })
const only = <const T extends string>(value: T): fc.Arbitrary<T> => fc.constant(value)

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 2, nil: null })

const acts: readonly [weight: number, fc.Arbitrary<Act>][] = [
  [
    9,
    fc.record({
      do: only('publish'),
      queue: two,
      event: two,
      id: maybe(fc.nat({ max: 20 })),
      key: maybe(two),
      times: fc.integer({ min: 1, max: 5 }),
      bytes: fc.constantFrom(30, 30, 30, 30, 60, 60, 60, 9_000),
      ttlMs: fc.constantFrom(null, null, null, null, 1, 1_000, 20_000),
      delayMs: fc.constantFrom(null, null, null, null, null, 50, 5_000, 40_000),
    }),
  ],
  [2, fc.record({ do: only('send'), queue: two, event: two, client: small })],
  [
    6,
    fc.record({
      do: only('subscribe'),
      queue: two,
      kind: fc.nat({ max: 5 }),
      credit: fc.integer({ min: 1, max: 4 }),
      batch: fc.boolean(),
      client: maybe(small),
    }),
  ],
  [
    1,
    fc.record({
      do: only('change'),
      client: small,
      queue: two,
      what: fc.constantFrom('events', 'exclusive', 'deadline'),
    }),
  ],
  [
    2,
    fc.record({
      do: only('listen'),
      queue: two,
      event: fc.nat({ max: 2 }),
      client: maybe(small),
      label: fc.nat({ max: 2 }),
    }),
  ],
  [1, fc.record({ do: only('unlisten'), queue: two, event: fc.nat({ max: 2 }), client: small })],
  [
    7,
    fc.record({
      do: only('ack'),
      client: small,
      delivery: small,
      how: fc.constantFrom('own', 'own', 'own', 'forged', 'guessed'),
    }),
  ],
  [4, fc.record({ do: only('ackAll'), client: small })],
  [
    5,
    fc.record({
      do: only('nack'),
      client: small,
      delivery: small,
      delayMs: fc.constantFrom(null, 0, 500),
      dead: fc.boolean(),
    }),
  ],
  [
    4,
    fc.record({
      do: only('settle'),
      client: small,
      delivery: small,
      count: small,
      how: fc.constantFrom('ack', 'ack', 'nack', 'extend'),
    }),
  ],
  [
    4,
    fc.record({
      do: only('part'),
      client: small,
      how: fc.constantFrom('disconnect', 'disconnect', 'leave', 'detach', 'drain', 'forever'),
    }),
  ],
  [1, fc.record({ do: only('fill'), client: small })],
  [
    8,
    fc.record({ do: only('advance'), ms: fc.constantFrom(0, 1, 60, 260, 1_500, 6_000, 31_000), stalled: fc.boolean() }),
  ],
  [1, fc.record({ do: only('advance'), ms: fc.constantFrom(301_000, 90_000_000), stalled: fc.constant(true) })],
  [2, fc.record({ do: only('cancel'), queue: two, which: fc.nat({ max: 20 }) })],
  [1, fc.record({ do: only('redeliver'), queue: two, kind: fc.nat({ max: 5 }), which: small })],
  [
    2,
    fc.record({
      do: only('act'),
      queue: two,
      kind: fc.nat({ max: 5 }),
      which: small,
      action: fc.constantFrom('retry', 'dead'),
    }),
  ],
  [2, fc.record({ do: only('redrive'), queue: two, first: fc.boolean(), paced: fc.boolean() })],
  [1, fc.record({ do: only('cancelJob') })],
  [1, fc.record({ do: only('deleteLetters'), queue: two })],
  [1, fc.record({ do: only('purge'), queue: two, kind: maybe(fc.nat({ max: 5 })), back: small })],
  [1, fc.record({ do: only('seek'), queue: two, kind: fc.nat({ max: 5 }), back: small })],
  [1, fc.record({ do: fc.constantFrom('deleteQueue', 'createQueue'), queue: two })],
  [1, fc.record({ do: only('pause'), queue: two, paused: fc.boolean() })],
  [4, fc.record({ do: fc.constantFrom('crash', 'takeover', 'freeze', 'thaw', 'goodbye', 'look') })],
  [2, fc.record({ do: only('weather'), weather: fc.constantFrom('clear', 'slow', 'failing') })],
]

const act = fc.oneof(...acts.map(([weight, arbitrary]) => ({ weight, arbitrary })))

export const step: fc.Arbitrary<Step> = fc.tuple(act, fc.noShrink(fc.nat())).map(
  ([one, luck]) => ({ ...one, luck }),
  (value) => {
    const { luck, ...one } = value as Step
    return [one as Act, luck]
  },
)

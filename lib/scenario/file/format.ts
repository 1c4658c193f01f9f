/** A scenario as a file: what is done, what is waited for, what must be seen. docs/scenarios.md is its reference. */
import * as z from 'zod'
import { LIMITS } from '../../protocol/limits.ts'
import { eventsSchema, nameSchema } from '../../protocol/names.ts'
import { deliverySchema } from '../../protocol/publish.ts'
import { MODES, MOST_ROWS } from '../lab/state.ts'
import { SCENARIO_VERSION, WAIT_MS } from './version.ts'

const LONGEST_WAIT_MS = 600_000

/** In all steps: they go to a real queue, and stay there. */
export const MOST_MESSAGES = 10_000

const amount = z.int().min(0)
/** A count, exact or within bounds. */
export const Count = z.union(
  [
    amount,
    z
      .strictObject({ atLeast: amount.optional(), atMost: amount.optional() })
      .refine((bounds) => Object.keys(bounds).length > 0),
  ],
  { error: 'must be a count such as 6, or { "atLeast": 1, "atMost": 6 } with one of the two' },
)
export type Count = z.infer<typeof Count>

const count = Count.optional()
const WAIT_RULE = 'must be "rest", "settled", "caughtUp", or figures of subscribers as in expect'
export const Expected = z.strictObject({
  realtime: z.strictObject({ received: count, missed: count }).optional(),
  queued: z
    .strictObject({
      acked: count,
      waiting: count,
      retrying: count,
      dead: count,
      caughtUp: count,
      repeated: count,
      inOrder: z.boolean().optional(),
    })
    .optional(),
})
export type Expected = z.infer<typeof Expected>

export const Expectations = z
  .record(nameSchema, Expected)
  .refine((all) => Object.keys(all).length > 0, { error: 'names no subscriber' })
export type Expectations = z.infer<typeof Expectations>

/** What "waitFor" knows by a word. */
export const WAITS = ['rest', 'settled', 'caughtUp'] as const

const publish = z.strictObject({
  count: z.int().min(1).max(LIMITS.batchMessages).default(1),
  event: nameSchema.default('update'),
  payload: z.unknown().optional(),
  delivery: deliverySchema.default('queued'),
  key: z.string().max(LIMITS.textLength).optional(),
})

const mode = z.strictObject({ who: nameSchema, mode: z.enum(MODES) })

/** By the one word that says what a step does. */
export const STEPS = {
  publish: z.strictObject({ publish }),
  unplug: z.strictObject({ unplug: nameSchema }),
  plug: z.strictObject({ plug: nameSchema }),
  mode: z.strictObject({ mode }),
  waitFor: z.strictObject({
    waitFor: z.union([z.enum(WAITS), Expectations], { error: WAIT_RULE }),
    withinMs: z.int().min(1).max(LONGEST_WAIT_MS).default(WAIT_MS),
  }),
  expect: z.strictObject({ expect: Expectations }),
} as const
export type StepWord = keyof typeof STEPS
export type Step = z.infer<(typeof STEPS)[StepWord]>

const subscriber = z.strictObject({ name: nameSchema.max(32), events: eventsSchema.optional() })

/** Everything but the steps, which are read one by one so that a fault names its step. */
export const Head = z.strictObject({
  holdline: z.literal(SCENARIO_VERSION),
  name: z.string().min(1).max(80),
  what: z.string().max(200).default(''),
  queue: nameSchema.optional(),
  subscribers: z.array(subscriber).min(1).max(MOST_ROWS),
  steps: z.array(z.unknown()).min(1).max(200),
})

export interface Scenario extends Omit<z.infer<typeof Head>, 'steps'> {
  readonly steps: readonly Step[]
}

import * as z from 'zod'
import { Count, Name, Time } from './common.ts'
import { RATE_WINDOWS } from './rate-windows.ts'

/** Open to everyone, so it says nothing about what is in the broker. 503 unless `status` is `ok`. */
export const Health = z
  .object({
    status: z.enum(['ok', 'starting', 'standby', 'storage', 'closing', 'lost']),
    version: z.string(),
    protocol: z.int(),
    storage: z.enum(['ok', 'away', 'unknown']),
    startedAt: Time,
    token: z.boolean().meta({ description: 'A token is needed for everything else.' }),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof Health>

export const SessionBody = z.strictObject({ token: z.string().min(1).max(1024) }).meta({ id: 'SessionRequest' })
export type SessionBody = z.infer<typeof SessionBody>

/** The cookie is in `Set-Cookie`, out of reach of scripts. */
export const SessionAnswer = z.object({ ok: z.literal(true) }).meta({ id: 'Session' })
export type SessionAnswer = z.infer<typeof SessionAnswer>

export const RatesQuery = z.strictObject({
  queue: Name.optional(),
  window: z
    .enum(RATE_WINDOWS)
    .default('15m')
    .meta({ description: 'How far back: steps of 10 s, a minute, a quarter of an hour.' }),
})
export type RatesQuery = z.input<typeof RatesQuery>

const series = z.array(Count)

/** Oldest first, one figure each `stepMs`: counts within the step; `waiting` is the number at its end. */
export const Rates = z
  .object({
    window: z.enum(RATE_WINDOWS),
    stepMs: z.int().positive(),
    from: Time,
    published: series,
    publishedRealtime: series,
    delivered: series.meta({ description: 'Both ways.' }),
    deliveredRealtime: series,
    acked: series,
    missed: series,
    waiting: series,
    up: z.array(z.boolean()).meta({
      description:
        '`false`: the broker did not run then, or died before it had written what it counted. The other figures are 0 there.',
    }),
  })
  .meta({ id: 'Rates' })
export type Rates = z.infer<typeof Rates>

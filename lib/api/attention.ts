import * as z from 'zod'
import { Count, Name, page, pageQuery, Time } from './common.ts'

/** In the order in which they are told: what is lost or refused first, what somebody wanted so last. */
export const ATTENTION_KINDS = [
  'full',
  'size',
  'dead',
  'age',
  'failing',
  'stopped',
  'behind',
  'slow',
  'nobody',
  'idle',
  'paused',
] as const

export const AttentionKind = z.enum(ATTENTION_KINDS).meta({
  id: 'AttentionKind',
  description:
    '`full`, `size`: a queue at, or near its size. `dead`: has dead letters. `age`: something unread is near the age at which it goes. `failing`: tries again. `stopped`: 10,000 are open, nothing new is dispatched. `behind`: falls behind. `slow`: somebody has held a message for over half of its deadline. `nobody`: something waits and nobody is connected. `idle`: nobody for a day. `paused`: by a person.',
})
export type AttentionKind = z.infer<typeof AttentionKind>

/** Something that needs a hand. Of a subscription, or of a queue where `subscription` is `null`. */
export const Attention = z
  .object({
    kind: AttentionKind,
    queue: Name,
    subscription: z.string().nullable(),
    since: Time.nullable().meta({ description: 'Since when it is paused, or nobody is connected.' }),
    pending: Count,
    inFlight: Count,
    retrying: Count,
    dead: Count,
    oldestPendingMs: z.number().nonnegative().nullable().meta({ description: 'How long the oldest has waited.' }),
    acked: z.number().meta({ description: 'Per second over about the last 10 s.' }),
    growing: z.number().meta({ description: 'Change of what is not settled, per second over the last minute.' }),
    catchUpMs: z.number().nonnegative().nullable().meta({
      description:
        'Until nothing waits, at the pace of the last minute. `null`: nothing waits, or what waits does not become less.',
    }),
    consumers: Count,
    holder: z
      .object({ connection: z.string(), client: z.string().nullable(), sinceMs: z.number().nonnegative() })
      .nullable()
      .meta({ description: 'Who has held a message for longest.' }),
    ackDeadlineMs: Count.nullable(),
    expiresAt: Time.nullable().meta({ description: 'When the subscription is deleted if nobody comes.' }),
    storedBytes: Count,
    maxBytes: Count,
    retentionMs: Count,
  })
  .meta({ id: 'Attention' })
export type Attention = z.infer<typeof Attention>

export const AttentionQuery = z.strictObject({
  kind: AttentionKind.optional(),
  ...pageQuery,
})
export interface AttentionQuery extends Omit<z.input<typeof AttentionQuery>, 'limit'> {
  limit?: number
}

export const AttentionPage = page(Attention, 'AttentionPage').extend({
  total: Count.meta({ description: 'On all pages.' }),
})
export type AttentionPage = z.infer<typeof AttentionPage>

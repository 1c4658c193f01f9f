import * as z from 'zod'
import { LIMITS, publishSchema } from '../protocol.ts'
import { ApiErrorBody, Count, Seq, Time } from './common.ts'

/** A publish to `POST /queues/{queue}/messages`: the wire's, without its queue. */
export const PublishBody = publishSchema.omit({ queue: true }).meta({ id: 'Publish' })
export type PublishBody = z.infer<typeof PublishBody>

/** At most 500 messages and 1 MiB. Each stands alone: this is not a transaction. */
export const PublishBatchBody = z
  .strictObject({ messages: z.array(PublishBody).max(LIMITS.batchMessages) })
  .meta({ id: 'PublishBatch' })
export type PublishBatchBody = z.infer<typeof PublishBatchBody>

const Stored = z.object({ ok: z.literal(true), id: z.string(), seq: Seq, duplicate: z.literal(true).optional() })
const Sent = z.object({ ok: z.literal(true), id: z.string(), seq: z.null(), recipients: Count })
const Scheduled = z.object({
  ok: z.literal(true),
  id: z.string(),
  seq: z.null(),
  dueAt: Time,
  duplicate: z.literal(true).optional(),
})

/** Committed, sent in real time, or kept until it is due. */
export const PublishAck = z.union([Sent, Scheduled, Stored]).meta({ id: 'PublishAck' })
export type PublishAck = z.infer<typeof PublishAck>

export const PublishRefusal = z.object({ ok: z.literal(false), error: ApiErrorBody }).meta({ id: 'PublishRefusal' })

/** One answer for each message, in order. Each stands alone: some may be refused. */
export const PublishBatchAck = z
  .object({ ok: z.literal(true), results: z.array(z.union([PublishAck, PublishRefusal])) })
  .meta({ id: 'PublishBatchAck' })
export type PublishBatchAck = z.infer<typeof PublishBatchAck>

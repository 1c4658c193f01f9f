import { z } from 'zod'
import { ApiErrorBody, Count, type Delivery, Seq, Time } from './common.ts'

/** A message as it is sent to `POST /queues/{q}/messages`; the checks are the wire's own (lib/protocol.ts). */
export interface PublishBody {
  event: string
  payload?: unknown
  delivery?: Delivery
  id?: string
  key?: string
  delayMs?: number
  ttlMs?: number
  headers?: Record<string, string>
}

export interface PublishBatchBody {
  messages: PublishBody[]
}

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

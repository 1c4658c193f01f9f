import * as z from 'zod'
import { LIMITS, textSchema } from '../protocol.ts'
import {
  Count,
  Delivery,
  DeliveryState,
  filterText,
  isoTime,
  Name,
  pageQuery,
  Seq,
  Time,
  wholeNumber,
} from './common.ts'
import { PayloadTerms } from './payload-term.ts'

/** One try of one delivery. */
export const Attempt = z
  .object({
    attempt: z.int().positive(),
    at: Time,
    endedAt: Time.nullable(),
    outcome: z.enum(['inFlight', 'acked', 'nacked', 'deadline', 'disconnected']),
    consumer: z.string().meta({ description: 'Label of the connection that had it, else its id.' }),
    reason: z.string().nullable(),
    retryAt: Time.nullable().meta({ description: 'When the next try was due, after a failure.' }),
  })
  .meta({ id: 'Attempt' })
export type Attempt = z.infer<typeof Attempt>

/** How one message stands with one subscriber: a cell of the grid. */
export const DeliveryCell = z
  .object({
    name: z.string().meta({ description: 'The subscription, or in real time the label of the client.' }),
    delivery: Delivery,
    state: DeliveryState,
    since: Time.nullable().meta({ description: 'Since when it is in flight, or waits.' }),
    retryAt: Time.nullable(),
    behind: Seq.nullable().meta({ description: 'First unsettled seq before it.' }),
  })
  .meta({ id: 'DeliveryCell' })
export type DeliveryCell = z.infer<typeof DeliveryCell>

export const MessageDelivery = DeliveryCell.extend({
  subscription: z.string().nullable().meta({ description: '`null` in real time.' }),
  holder: z.string().optional().meta({ description: 'Who has it in flight.' }),
  attempts: z.array(Attempt).meta({ description: 'As far as they are known, oldest first.' }),
  why: z.string().meta({ description: 'Why has it not got this? In one sentence.' }),
}).meta({ id: 'Delivery' })
export type MessageDelivery = z.infer<typeof MessageDelivery>

/** The wire's message as people see it: nothing has been sent by looking at it. */
const shape = {
  id: z.string(),
  seq: Seq.nullable().meta({ description: '`null` in real time, and before it is due.' }),
  queue: Name,
  event: Name,
  payload: z.unknown(),
  key: z.string().optional(),
  headers: z.record(z.string(), z.string()),
  publishedAt: Time,
  delivery: Delivery.meta({ description: 'How it was published.' }),
  subscription: z.string().nullable().meta({ description: 'The only one that a copy is for; `null` for everybody.' }),
  attempt: Count.meta({ description: 'Dispatches of the delivery that had the most, as far as known; 0 before any.' }),
  dueAt: Time.optional().meta({ description: 'When a delayed message, which has no seq yet, gets one.' }),
  expiresAt: Time.optional(),
  publisher: z.string().optional().meta({ description: 'Label of the connection that published it.' }),
  bytes: Count,
  position: z.object({ seq: Seq, ord: Count }).nullable().meta({
    description:
      'Its place in the list. A real-time message follows a queued one: its seq, then 1, 2, … `null` before it is due.',
  }),
  state: z
    .partialRecord(DeliveryState, Count)
    .meta({ description: 'All subscribers by state of their delivery; those with none left out.' }),
}

/** In a list asked with `preview`, what a large payload is instead: its beginning. The message itself has all of it. */
const previewed = {
  payload: z.unknown().optional().meta({ description: 'Left out where `preview` stands for it.' }),
  preview: z.string().optional().meta({ description: "The beginning of a large payload's JSON text." }),
  truncated: z.literal(true).optional().meta({ description: 'There is more of the payload than `preview`.' }),
}

export const MessageItem = z
  .object({ ...shape, ...previewed, deliveries: z.array(DeliveryCell) })
  .meta({ id: 'MessageItem' })
export type MessageItem = z.infer<typeof MessageItem>

export const MessageDetail = z.object({ ...shape, deliveries: z.array(MessageDelivery) }).meta({ id: 'Message' })
export type MessageDetail = z.infer<typeof MessageDetail>

/** How far a page has looked. A rare match is many pages away: each looks for some hundred milliseconds, then says so. */
export const Scan = z
  .object({
    scanned: Count.meta({ description: 'Messages of the log that this page has looked at.' }),
    upToSeq: Seq.nullable().meta({
      description: 'Where it stopped looking; `null` where there was nothing to look at.',
    }),
    upToAt: Time.nullable().meta({ description: 'When the message there was published.' }),
    done: z.boolean().meta({ description: 'The end of the list was reached: there is no `nextCursor`.' }),
  })
  .meta({ id: 'Scan' })
export type Scan = z.infer<typeof Scan>

export const MessagePage = z
  .object({ items: z.array(MessageItem), nextCursor: z.string().nullable(), scan: Scan })
  .meta({ id: 'MessagePage' })
export type MessagePage = z.infer<typeof MessagePage>

const PREVIEW_MOST = 65_536

export const MessagesQuery = z.strictObject({
  event: Name.optional(),
  state: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(DeliveryState).min(1))
    .optional()
    .meta({
      description:
        'One or several, with commas: messages with a delivery in one of them. Delayed messages are listed where `scheduled` is among them.',
    }),
  subscription: filterText(128)
    .optional()
    .meta({ description: 'Messages that this subscription, or in real time this client, has a delivery of.' }),
  id: filterText(128).optional(),
  key: filterText(128).optional(),
  fromSeq: wholeNumber(0).optional().meta({ description: 'From this seq on.' }),
  toSeq: wholeNumber(0)
    .optional()
    .meta({ description: 'Up to this seq, and to the real-time messages that stand after it.' }),
  since: isoTime.optional(),
  until: isoTime.optional().meta({ description: 'Up to this time, itself included.' }),
  text: filterText(256).optional().meta({ description: 'Stands in the payload, in any case of letters.' }),
  payload: PayloadTerms.optional(),
  preview: wholeNumber(0, PREVIEW_MOST).optional().meta({
    description:
      'Bytes of JSON text: a payload above it is left out, and its beginning is there as `preview`. Left out, every payload is there whole.',
  }),
  deliveries: z.enum(['all', 'shown', 'none']).optional().meta({
    description:
      'Which cells `deliveries` has: `all` unless it is told otherwise; `shown`, those of 30 durable subscriptions by name and 12 clients, who is away first and `subscription` always among them. `state` counts all of them in any case.',
  }),
  order: z.enum(['asc', 'desc']).default('desc'),
  ...pageQuery,
})
/** As a caller writes it. */
export interface MessagesQuery extends Omit<z.input<typeof MessagesQuery>, 'limit' | 'fromSeq' | 'toSeq' | 'preview'> {
  limit?: number
  fromSeq?: number
  toSeq?: number
  preview?: number
}

/** `retry`: a retrying one is due now. `dead`: an open one is given up. `redeliver`: a copy for this subscription alone. */
export const DeliveryActionBody = z
  .strictObject({
    action: z.enum(['retry', 'dead', 'redeliver']),
    reason: textSchema(LIMITS.reasonLength).nullish().meta({ description: 'With `dead`: why, for people.' }),
  })
  .meta({ id: 'DeliveryAction' })
export type DeliveryActionBody = z.infer<typeof DeliveryActionBody>

export const DeliveryActionAnswer = z
  .object({ seq: Seq.meta({ description: "Of the delivery; after `redeliver`, the copy's." }) })
  .meta({ id: 'DeliveryActed' })
export type DeliveryActionAnswer = z.infer<typeof DeliveryActionAnswer>

export const CancelledAnswer = z
  .object({
    cancelled: z.boolean().meta({ description: '`false`: it is due already, was cancelled, or never was.' }),
  })
  .meta({ id: 'Cancelled' })
export type CancelledAnswer = z.infer<typeof CancelledAnswer>

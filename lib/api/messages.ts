import { z } from 'zod'
import { Count, Delivery, DeliveryState, filterText, Name, page, pageQuery, Seq, Time, wholeNumber } from './common.ts'

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
  seq: Seq.nullable().meta({ description: '`null` in real time.' }),
  queue: Name,
  event: Name,
  payload: z.unknown(),
  key: z.string().optional(),
  headers: z.record(z.string(), z.string()),
  publishedAt: Time,
  delivery: Delivery.meta({ description: 'How it was published.' }),
  subscription: z.string().nullable().meta({ description: 'The only one that a copy is for; `null` for everybody.' }),
  attempt: Count.meta({ description: 'Dispatches of the delivery that had the most, as far as known; 0 before any.' }),
  expiresAt: Time.optional(),
  publisher: z.string().optional().meta({ description: 'Label of the connection that published it.' }),
  bytes: Count,
  position: z
    .object({ seq: Seq, ord: Count })
    .meta({ description: 'Its place in the list. A real-time message follows a queued one: its seq, then 1, 2, …' }),
  state: z
    .partialRecord(DeliveryState, Count)
    .meta({ description: 'Subscribers by state of their delivery; those with none left out.' }),
}

export const MessageItem = z.object({ ...shape, deliveries: z.array(DeliveryCell) }).meta({ id: 'MessageItem' })
export type MessageItem = z.infer<typeof MessageItem>

export const MessageDetail = z.object({ ...shape, deliveries: z.array(MessageDelivery) }).meta({ id: 'Message' })
export type MessageDetail = z.infer<typeof MessageDetail>

export const MessagePage = page(MessageItem, 'MessagePage')
export type MessagePage = z.infer<typeof MessagePage>

const isoTime = z.iso.datetime({ offset: true }).meta({ example: '2026-03-01T12:00:00Z' })

export const MessagesQuery = z.strictObject({
  event: Name.optional(),
  state: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(DeliveryState).min(1))
    .optional()
    .meta({ description: 'One or several, with commas: messages with a delivery in one of them.' }),
  subscription: filterText(128)
    .optional()
    .meta({ description: 'Messages that this subscription, or in real time this client, has a delivery of.' }),
  id: filterText(128).optional(),
  key: filterText(128).optional(),
  fromSeq: wholeNumber(0).optional().meta({ description: 'From this seq on.' }),
  since: isoTime.optional(),
  until: isoTime.optional().meta({ description: 'Up to this time, itself included.' }),
  text: filterText(256).optional().meta({ description: 'Stands in the payload, in any case of letters.' }),
  order: z.enum(['asc', 'desc']).default('desc'),
  ...pageQuery,
})
/** As a caller writes it. */
export interface MessagesQuery extends Omit<z.input<typeof MessagesQuery>, 'limit' | 'fromSeq'> {
  limit?: number
  fromSeq?: number
}

/** A delivery that was given up. */
export const DeadLetter = z
  .object({
    queue: Name,
    subscription: z.string(),
    seq: Seq,
    id: z.string(),
    event: Name,
    key: z.string().optional(),
    payload: z.unknown(),
    headers: z.record(z.string(), z.string()),
    publishedAt: Time,
    reason: z.string(),
    attempts: z.array(Attempt),
    deadAt: Time,
  })
  .meta({ id: 'DeadLetter' })
export type DeadLetter = z.infer<typeof DeadLetter>

export const DeadLettersQuery = z.strictObject({
  queue: Name.optional(),
  subscription: Name.optional(),
  event: Name.optional(),
  reason: filterText(1_024).optional(),
  since: isoTime.optional(),
  until: isoTime.optional().meta({ description: 'Up to this time, itself included.' }),
  ...pageQuery,
})
export interface DeadLettersQuery extends Omit<z.input<typeof DeadLettersQuery>, 'limit'> {
  limit?: number
}

export const DeadLetterPage = page(DeadLetter, 'DeadLetterPage')
export type DeadLetterPage = z.infer<typeof DeadLetterPage>

import * as z from 'zod'
import { check } from './check.ts'
import { accept, type Checked, refuse } from './errors.ts'
import { LIMITS } from './limits.ts'
import { ALL_EVENTS } from './name-rule.ts'
import { eventsSchema, nameSchema } from './names.ts'
import { type Delivery, deliverySchema, type Refusal } from './publish.ts'

/** Where a new subscription begins. A seq is inclusive; a time is an ISO string. */
export const fromSchema = z.union(
  [z.literal('new'), z.literal('start'), z.int().min(0), z.iso.datetime({ offset: true, abort: true })],
  { error: 'must be "new", "start", a seq or an ISO time' },
)

export const subscribeSchema = z.strictObject({
  events: eventsSchema.optional(),
  delivery: deliverySchema.optional(),
  name: nameSchema.optional(),
  from: fromSchema.optional(),
  credit: z.int().min(1).max(LIMITS.credit).optional(),
  ackDeadlineMs: z.int().min(LIMITS.ackDeadlineMinMs).max(LIMITS.ackDeadlineMaxMs).optional(),
  exclusive: z.boolean().optional(),
  ordered: z.boolean().optional(),
  batch: z.boolean().optional(),
  update: z.boolean().optional(),
})

export type SubscribeOptions = z.infer<typeof subscribeSchema>

export interface RealtimeSubscribe {
  readonly delivery: 'realtime'
  readonly events: readonly string[]
}

export interface QueuedSubscribe extends Omit<SubscribeOptions, 'delivery' | 'name'> {
  readonly delivery: 'queued'
  readonly name: string
}

const QUEUED_ONLY = ['name', 'from', 'credit', 'ackDeadlineMs', 'exclusive', 'ordered', 'batch', 'update'] as const

/** Checks the options of a subscribe and settles its delivery: queued where there is a name, else real time. */
export function checkSubscribe(input: unknown): Checked<RealtimeSubscribe | QueuedSubscribe> {
  const parsed = check(subscribeSchema, input ?? {})
  if (!parsed.ok) return parsed
  const { name, delivery = name === undefined ? 'realtime' : 'queued', events, ...options } = parsed.value
  const distinct = events && [...new Set(events)]
  if (delivery === 'realtime') return checkRealtime(parsed.value, distinct)
  if (name === undefined)
    return refuse('E_BAD_REQUEST', 'name is missing: queued delivery needs one', { field: 'name' })
  return accept({ ...options, delivery, name, ...(distinct ? { events: distinct } : {}) })
}

function checkRealtime(options: SubscribeOptions, events = [ALL_EVENTS]): Checked<RealtimeSubscribe> {
  const field = QUEUED_ONLY.find((option) => options[option] !== undefined)
  if (field === undefined) return accept({ delivery: 'realtime', events })
  return refuse('E_BAD_REQUEST', `${field} is for queued delivery, and this is real time`, { field })
}

/** The answer to a subscribe. In real time `name` and `startSeq` are null and `events` are the merged ones. */
export type SubscribeResult =
  | {
      readonly ok: true
      readonly subscription: {
        readonly name: string | null
        readonly delivery: Delivery
        readonly events: readonly string[]
        readonly created: boolean
        readonly active: boolean
        /** The next seq it will see. */
        readonly startSeq: number | null
        /** With `batch` only: how long it may hold a message before it is sent again. */
        readonly ackDeadlineMs?: number
      }
    }
  | Refusal

export const unsubscribeSchema = z.strictObject({
  events: eventsSchema.optional(),
  name: nameSchema.optional(),
  drain: z.boolean().optional(),
  forever: z.boolean().optional(),
})

export type UnsubscribeOptions = z.infer<typeof unsubscribeSchema>

export type CheckedUnsubscribe =
  | { readonly kind: 'realtime'; readonly events: readonly string[] | undefined }
  | { readonly kind: 'queued'; readonly name: string; readonly how: 'detach' | 'drain' | 'forever' }

/** Checks an unsubscribe: `{ events }` or nothing is real time, `{ name }` is queued. */
export function checkUnsubscribe(input: unknown): Checked<CheckedUnsubscribe> {
  const parsed = check(unsubscribeSchema, input ?? {})
  if (!parsed.ok) return parsed
  const { name, events, drain = false, forever = false } = parsed.value
  if (name === undefined) {
    const field = drain ? 'drain' : 'forever'
    if (drain || forever) return refuse('E_BAD_REQUEST', `${field} is for a named subscription`, { field })
    return accept({ kind: 'realtime', events })
  }
  if (events !== undefined) {
    const message = 'events of a named subscription are changed by subscribe with update'
    return refuse('E_BAD_REQUEST', message, { field: 'events' })
  }
  if (drain && forever) return refuse('E_BAD_REQUEST', 'drain and forever exclude each other', { field: 'forever' })
  return accept({ kind: 'queued', name, how: forever ? 'forever' : drain ? 'drain' : 'detach' })
}

export type UnsubscribeResult = { readonly ok: true } | Refusal

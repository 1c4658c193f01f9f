/**
 * The dashboard's feed on `/_dashboard`: it says *what* changed, and the page fetches that by `/api`. Nobody watching,
 * no work. A page that reconnects watches again and takes everything as changed.
 */
import * as z from 'zod'
import { check } from './protocol/check.ts'
import type { Checked } from './protocol/errors.ts'
import { eventsSchema, nameSchema } from './protocol/names.ts'
import { deliverySchema, type Refusal } from './protocol/publish.ts'

/** `changed` at most this often, `totals` and `cost` once a second. */
export const CHANGED_EVERY_MS = 500
export const TOTALS_EVERY_MS = 1_000
/** `tail` in batches this often, of so many messages at most: 50 a second. */
export const TAIL_EVERY_MS = 200
export const TAIL_BATCH = 10
/** UTF-8 bytes of a payload that a tail shows. */
export const PREVIEW_BYTES = 1_024
/** A commit takes a few milliseconds; above this its p99 is called slow. */
export const STORAGE_SLOW_MS = 250
const MAX_TOPICS = 100

/**
 * What can be watched: `queues`, `subscriptions`, `messages`, `deadLetters` and `activity` of all queues, or of one as
 * `messages:<queue>`; `connections`; `jobs`; `totals` for the figures each second, `cost` for this tab's own.
 */
export const Topic = z
  .string()
  .regex(
    /^(totals|cost|connections|jobs|(queues|subscriptions|messages|deadLetters|activity)(:[A-Za-z0-9][A-Za-z0-9_.:-]{0,127})?)$/,
    {
      error: 'is no topic',
    },
  )
export type Topic = z.infer<typeof Topic>

/** Replaces what this page watched before; an empty list ends it. */
export const Watch = z.strictObject({ topics: z.array(Topic).max(MAX_TOPICS) })
export type Watch = z.infer<typeof Watch>

/** Follows one queue in place of what this page followed before; without a queue it ends. */
export const Tail = z.strictObject({ queue: nameSchema.optional(), events: eventsSchema.optional() })
export type Tail = z.infer<typeof Tail>

export function checkWatch(input: unknown): Checked<Watch> {
  return check(Watch, input)
}

export function checkTail(input: unknown): Checked<Tail> {
  return check(Tail, input ?? {})
}

/** The watched topics that changed since the last one. `all`: take everything as changed. */
export const Changed = z.object({ topics: z.array(z.string()), all: z.boolean().optional() })
export type Changed = z.infer<typeof Changed>

const count = z.number()

/** Figures of the whole broker. Rates are per second over the last 10 s; `missed15m` is a count of 15 minutes. */
export const Totals = z.object({
  /** ISO time of these figures. */
  at: z.string(),
  broker: z.object({
    status: z.enum(['starting', 'standby', 'running', 'storage', 'closing', 'lost']),
    /** ISO time since when it is up. */
    since: z.string(),
  }),
  queued: z.object({
    published: count,
    acked: count,
    waiting: count,
    inFlight: count,
    retrying: count,
    dead: count,
  }),
  realtime: z.object({ published: count, delivered: count, missed15m: count }),
  connections: count,
  /** null where the storage engine has no such figure, or not yet. */
  storage: z.object({
    /** `slow`: the p99 of the last minute's commits is above `STORAGE_SLOW_MS`. `away`: nothing can be written. */
    state: z.enum(['ok', 'slow', 'away']),
    /** ISO time since when it is `slow`, as far as somebody watched, or `away`. */
    since: z.string().nullable(),
    commitP99Ms: count.nullable(),
    logBytes: count.nullable(),
    diskFreeBytes: count.nullable(),
    diskBytes: count.nullable(),
  }),
})
export type Totals = z.infer<typeof Totals>

/** A message as it passes by. `preview` is the first KiB of its payload's JSON text. */
export const TailMessage = z.object({
  id: z.string(),
  seq: z.number().nullable(),
  event: z.string(),
  key: z.string().optional(),
  delivery: deliverySchema,
  publishedAt: z.string(),
  bytes: count,
  preview: z.string(),
  truncated: z.boolean(),
})
export type TailMessage = z.infer<typeof TailMessage>

/** `skipped`: so many more passed by since the last one than could be shown. */
export const Tailed = z.object({ queue: z.string(), messages: z.array(TailMessage), skipped: count })
export type Tailed = z.infer<typeof Tailed>

/** What this tab costs the broker: bytes sent to it, API requests it made, its share of one CPU (0 to 1). */
export const Cost = z.object({ bytesPerSecond: count, queriesPerSecond: count, cpuShare: count })
export type Cost = z.infer<typeof Cost>

/**
 * Told once after connecting. `tab` is this connection's id: a page sends it as the header `X-Holdline-Tab` with its API
 * requests, so that they count as its own cost, and finds itself by it in the list of connections.
 */
export const Welcome = z.object({ tab: z.string() })
export type Welcome = z.infer<typeof Welcome>

export type FeedAnswer = { readonly ok: true } | Refusal

/** What the feed sends; `hello` and `closing` come here too (lib/protocol.ts). */
export interface FeedServerEvents {
  welcome: (event: Welcome) => void
  changed: (event: Changed) => void
  totals: (event: Totals) => void
  tail: (event: Tailed) => void
  cost: (event: Cost) => void
}

/** What a page sends. */
export interface FeedClientEvents {
  watch: (watch: Watch, ack?: (answer: FeedAnswer) => void) => void
  tail: (tail: Tail, ack?: (answer: FeedAnswer) => void) => void
}

import * as z from 'zod'
import { check } from './check.ts'
import { accept, type Checked, refuse, type WireError } from './errors.ts'
import { isRecord } from './is-record.ts'
import { LIMITS } from './limits.ts'
import { isPlainText } from './name-rule.ts'
import { nameSchema, textSchema } from './names.ts'
import { type EncodedPayload, encodePayload, utf8Bytes } from './payload.ts'

export const deliverySchema = z.enum(['queued', 'realtime'])
export type Delivery = z.infer<typeof deliverySchema>

export type Headers = Readonly<Record<string, string>>

/** Checked in place and never copied key by key, so that a header named `__proto__` is a header like any other. */
export const headersSchema = z
  .custom<Headers>(isRecord, { error: 'must be an object of strings' })
  .superRefine((headers, context) => {
    const fault = headersFault(headers)
    if (fault) context.addIssue({ code: 'custom', message: fault.message, params: { tooLarge: fault.tooLarge } })
  })
  .meta({ type: 'object', description: 'At most 32 pairs of strings, 8 KiB together.' })

function headersFault(headers: Headers): { message: string; tooLarge: boolean } | null {
  const entries: readonly [string, unknown][] = Object.entries(headers)
  if (entries.length > LIMITS.headers) return { message: `has over ${LIMITS.headers} pairs`, tooLarge: true }
  if (entries.some(([, value]) => typeof value !== 'string'))
    return { message: 'has a value that is no string', tooLarge: false }
  const text = Object.entries(headers).flat()
  if (!text.every(isPlainText)) return { message: 'has \\u0000 or a lone surrogate', tooLarge: false }
  const bytes = text.reduce((sum, part) => sum + utf8Bytes(part), 0)
  return bytes > LIMITS.headersBytes ? { message: `is over ${LIMITS.headersBytes} bytes`, tooLarge: true } : null
}

/** A message on its way in. `payload` is checked by `encodePayload`, not here: it can be nested deeper than a schema should go. */
export const publishSchema = z.strictObject({
  queue: nameSchema,
  event: nameSchema,
  payload: z.unknown().optional(),
  delivery: deliverySchema.optional(),
  // An empty one would make every message that has it a duplicate of the first.
  id: textSchema(LIMITS.textLength).min(1).optional(),
  key: textSchema(LIMITS.textLength).optional(),
  delayMs: z.int().min(0).max(LIMITS.delayMs).optional(),
  ttlMs: z.int().min(1).max(LIMITS.ttlMs).optional(),
  headers: headersSchema.optional(),
})

/** What a publisher hands over. */
export type PublishMessage = z.infer<typeof publishSchema>

/** A publish that passed every check: `payload` is JSON text, `bytes` what limits are counted in. */
export interface CheckedPublish extends Omit<PublishMessage, 'payload'> {
  readonly payload: string
  /** UTF-8 bytes of payload, headers, key and names. */
  readonly bytes: number
}

/**
 * Checks one message. `queue` is the namespace or route it came by: there the message may leave its own out, and must
 * not name another. Refusals: E_BAD_REQUEST, E_NAME, E_TOO_LARGE.
 */
export function checkPublish(input: unknown, queue?: string): Checked<CheckedPublish> {
  const named = queue === undefined ? input : withQueue(input, queue)
  const parsed = check(publishSchema, named, 'payload')
  if (!parsed.ok) return parsed
  const message = parsed.value
  if (queue !== undefined && message.queue !== queue) {
    return refuse('E_BAD_REQUEST', `queue is ${message.queue}, but this is ${queue}`, { field: 'queue' })
  }
  if (message.delivery === 'realtime' && message.delayMs !== undefined) {
    return refuse('E_BAD_REQUEST', 'delayMs is for queued delivery: real time cannot wait', { field: 'delayMs' })
  }
  const payload = encodePayload(message.payload)
  return payload.ok ? accept(checked(message, payload.value)) : payload
}

function withQueue(input: unknown, queue: string): unknown {
  return isRecord(input) && (input.queue === undefined || input.queue === null) ? { ...input, queue } : input
}

function checked(message: PublishMessage, payload: EncodedPayload): CheckedPublish {
  const names = message.queue.length + message.event.length
  const key = message.key === undefined ? 0 : utf8Bytes(message.key)
  const headers = message.headers === undefined ? 0 : utf8Bytes(Object.entries(message.headers).flat().join(''))
  return { ...message, payload: payload.text, bytes: payload.bytes + names + key + headers }
}

/** How one publish ended. `seq` is null in real time and while delayed. Times are ISO strings with ms. */
export type PublishResult =
  | { readonly ok: true; readonly id: string; readonly seq: number; readonly duplicate?: true }
  | { readonly ok: true; readonly id: string; readonly seq: null; readonly recipients: number }
  | { readonly ok: true; readonly id: string; readonly seq: null; readonly dueAt: string; readonly duplicate?: true }
  | Refusal

export interface Refusal {
  readonly ok: false
  readonly error: WireError
}

/** The answer to `publish([…])`: one result each, in order. Each stands alone; it is not atomic. */
export type PublishBatchResult = { readonly ok: true; readonly results: readonly PublishResult[] } | Refusal

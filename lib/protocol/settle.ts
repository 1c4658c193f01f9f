import * as z from 'zod'
import { check } from './check.ts'
import { type Checked, refuse } from './errors.ts'
import { isRecord } from './is-record.ts'
import { LIMITS } from './limits.ts'
import { nameSchema, textSchema } from './names.ts'
import type { Refusal } from './publish.ts'

const seqSchema = z.int().min(0)

const nackFields = {
  delayMs: z.int().min(0).max(LIMITS.delayMs).optional(),
  reason: textSchema(LIMITS.reasonLength).optional(),
  /** Give it up now. */
  dead: z.boolean().optional(),
}

export const settleSchema = z.strictObject({
  name: nameSchema,
  acked: z
    .array(z.tuple([seqSchema, seqSchema]))
    .max(LIMITS.settleEntries)
    .optional(),
  nacked: z
    .array(z.strictObject({ seq: seqSchema, attempt: z.int().min(1).optional(), ...nackFields }))
    .max(LIMITS.settleEntries)
    .optional(),
  extend: z.array(seqSchema).max(LIMITS.settleEntries).optional(),
})

export type SettleOptions = z.infer<typeof settleSchema>

/** Checks a settlement: sizes, ranges the right way round, at most 1,000 entries together. */
export function checkSettle(input: unknown): Checked<SettleOptions> {
  const parsed = check(settleSchema, withPlainNacks(input))
  if (!parsed.ok) return parsed
  const { acked = [], nacked = [], extend = [] } = parsed.value
  if (acked.length + nacked.length + extend.length > LIMITS.settleEntries) {
    return refuse('E_TOO_LARGE', `a settlement has at most ${LIMITS.settleEntries} entries`)
  }
  if (acked.some(([from, to]) => from > to)) {
    return refuse('E_BAD_REQUEST', 'acked has a range that ends before it begins', { field: 'acked' })
  }
  return parsed
}

/** A nack's null fields count as absent like everyone's. */
function withPlainNacks(input: unknown): unknown {
  if (!isRecord(input) || !Array.isArray(input.nacked)) return input
  return { ...input, nacked: input.nacked.map(withoutNulls) }
}

function withoutNulls(entry: unknown): unknown {
  if (!isRecord(entry)) return entry
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null))
}

export type SettleResult =
  | {
      readonly ok: true
      readonly settled: number
      /** Ranges of what was not held. */
      readonly ignored: readonly (readonly [number, number])[]
    }
  | Refusal

const nackSchema = z.strictObject({ ack: z.literal(false).optional(), nack: z.literal(true), ...nackFields })

export type Acknowledgement =
  | { readonly kind: 'ack' }
  | {
      readonly kind: 'nack'
      readonly delayMs?: number | undefined
      readonly reason?: string | undefined
      readonly dead?: boolean | undefined
    }

const ACK: Acknowledgement = { kind: 'ack' }
const BAD_ACK: Acknowledgement = { kind: 'nack', reason: 'bad acknowledgement' }

/**
 * What a subscriber said with `ack(…)`. Nothing, `null`, `true` and `{ ack: true }` acknowledge; `{ nack: true, … }` does
 * not; anything else is a nack, so that a mistake never loses a message.
 */
export function readAcknowledgement(args: readonly unknown[]): Acknowledgement {
  if (args.length > 1) return BAD_ACK
  const value = args[0]
  if (value === undefined || value === null || value === true) return ACK
  if (!isRecord(value)) return BAD_ACK
  if (value.ack === true) return Object.keys(value).every((key) => key === 'ack' || value[key] === null) ? ACK : BAD_ACK
  const nack = check(nackSchema, value)
  if (!nack.ok) return BAD_ACK
  const { delayMs, reason, dead } = nack.value
  return { kind: 'nack', delayMs, reason, dead }
}

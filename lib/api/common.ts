import * as z from 'zod'
import { deliverySchema, ERROR_CODES, type ErrorCode, NAME_PATTERN, nameSchema, textSchema } from '../protocol.ts'

/** What a list answers without a `limit`, and the most that it takes. */
const PAGE_DEFAULT = 50
const PAGE_MAX = 200

export { NAME_PATTERN }

export const Name = nameSchema.meta({
  description: 'A letter or digit, then up to 127 letters, digits, dots, colons, dashes and underscores.',
  example: 'orders',
})

/** ISO 8601 in UTC with milliseconds. */
export const Time = z.iso.datetime({ precision: 3 }).meta({ example: '2026-03-01T12:04:34.512Z' })

/** A time as a caller writes it: any offset, with or without milliseconds. */
export const isoTime = z.iso.datetime({ offset: true }).meta({ example: '2026-03-01T12:00:00Z' })

export const Seq = z.int().nonnegative().meta({ description: 'Place in the queue.', example: 48217 })

export const Count = z.int().nonnegative()

export const Delivery = deliverySchema
export type Delivery = z.infer<typeof Delivery>

/** Text that a filter is compared with: Postgres cannot hold `\u0000`. */
export const filterText = (most: number) => textSchema(most).min(1)

/** `*` alone means all events. */
export const Events = z.array(z.string()).meta({ description: 'Names of events; `["*"]` is all of them.' })

export const DELIVERY_STATES = [
  'pending',
  'inFlight',
  'retrying',
  'acked',
  'dead',
  'expired',
  'purged',
  'scheduled',
  'delivered',
  'missed',
] as const

export const DeliveryState = z.enum(DELIVERY_STATES).meta({ id: 'DeliveryState' })
export type DeliveryState = z.infer<typeof DeliveryState>

/** The wire's codes, all of them. */
export const ApiErrorCode = z.enum(ERROR_CODES).meta({ id: 'ErrorCode' })
export type ApiErrorCode = ErrorCode

export const ApiErrorBody = z
  .object({
    code: ApiErrorCode,
    message: z.string().meta({ description: 'What happened and what to do, in a sentence.' }),
    retryable: z.boolean(),
    retryAfterMs: z.int().optional(),
    field: z.string().optional().meta({ description: 'The parameter or field at fault.' }),
  })
  .meta({ id: 'ErrorBody' })
export type ApiErrorBody = z.infer<typeof ApiErrorBody>

/** Every refusal, whatever its status. */
export const ErrorAnswer = z.object({ error: ApiErrorBody }).meta({ id: 'Error' })
export type ErrorAnswer = z.infer<typeof ErrorAnswer>

/** Digits alone in a query or a path: `Number` would also take an empty string, `1e3` and `0x10`. */
export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  z
    .string()
    .regex(/^\d{1,16}$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .meta({ type: 'integer', minimum: least, ...(most === Number.MAX_SAFE_INTEGER ? {} : { maximum: most }) })

/** Query parameters that every list takes. */
export const pageQuery = {
  limit: wholeNumber(1, PAGE_MAX).default(PAGE_DEFAULT).meta({ description: 'Rows at most.' }),
  cursor: z.string().optional().meta({ description: '`nextCursor` of the page before, with the same filters.' }),
}

/** A list's answer. A page may be short of `limit` and still have a `nextCursor`: only `null` is the end. */
export const page = <Item extends z.ZodType>(item: Item, id: string) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() }).meta({ id })

/** The same with counts: how many match what was asked for, and of how many. */
export const countedPage = <Item extends z.ZodType>(item: Item, id: string) =>
  z
    .object({
      items: z.array(item),
      nextCursor: z.string().nullable(),
      total: Count.meta({ description: 'How many match, on all pages.' }),
      all: Count.meta({ description: 'How many there are without the filter.' }),
    })
    .meta({ id })

export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

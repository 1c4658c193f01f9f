import { z } from 'zod'
import { LIMITS } from './limits.ts'

/** Queues, events and subscriptions. A leading `_` is the broker's own. */
export const NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/

const NAME_RULE = 'breaks the rule for names: 1 to 128 of A-Z a-z 0-9 _ . : - and not first one of _ . : -'

export function isName(text: string): boolean {
  return NAME_PATTERN.test(text)
}

/** Neither `\u0000`, which Postgres cannot keep in text, nor half a surrogate pair, which UTF-8 cannot. */
export function isPlainText(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text)
}

export const nameSchema = z.string().regex(NAME_PATTERN, { error: NAME_RULE })

/** The namespace of the dashboard's feed. */
export const DASHBOARD_NAMESPACE = '/_dashboard'

/** Stands alone and means all events. */
export const ALL_EVENTS = '*'

/** What a list of events is made of: a name, or `*`. */
export const EVENTS_PATTERN = /^(\*|[A-Za-z0-9][A-Za-z0-9_.:-]{0,127})$/

const eventSchema = z.string().regex(EVENTS_PATTERN, { error: NAME_RULE })

export const eventsSchema = z
  .array(eventSchema)
  .min(1)
  .max(LIMITS.events)
  .refine((events) => events.length === 1 || !events.includes(ALL_EVENTS), {
    error: 'has "*", which means all events and stands alone',
  })

/** A string of at most `length` UTF-16 units that can be stored as it is. */
export function textSchema(length: number) {
  const error = `is over ${length} UTF-16 units`
  // zod's own maximum counts code points, of which one may be two units.
  const fits = (text: string): boolean => text.length <= length
  return z
    .string()
    .max(length)
    .refine(fits, { error, params: { tooLarge: true } })
    .refine(isPlainText, { error: 'has \\u0000 or a lone surrogate' })
}

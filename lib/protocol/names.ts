import * as z from 'zod'
import { LIMITS } from './limits.ts'
import { ALL_EVENTS, EVENTS_PATTERN, isPlainText, NAME_PATTERN, NAME_RULE } from './name-rule.ts'

export const nameSchema = z.string().regex(NAME_PATTERN, { error: NAME_RULE })

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

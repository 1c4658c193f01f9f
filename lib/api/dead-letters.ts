import * as z from 'zod'
import { headersSchema, textSchema } from '../protocol.ts'
import { Count, filterText, isoTime, Name, page, pageQuery, Seq, Time } from './common.ts'
import { Attempt } from './messages.ts'

/** Letters named one by one in a request. */
const ITEMS_MOST = 500
const PER_SECOND_MOST = 10_000

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

/** By name: letters outlive their queue and their subscription. */
const filters = {
  queue: Name.optional(),
  subscription: Name.optional(),
  event: Name.optional(),
  key: filterText(128).optional(),
  reason: textSchema(1_024).optional().meta({ description: 'The whole reason.' }),
  reasonText: filterText(1_024).optional().meta({ description: 'Anywhere in the reason.' }),
  text: filterText(1_024).optional().meta({ description: "Anywhere in the payload's JSON text." }),
  since: isoTime.optional(),
  until: isoTime.optional().meta({ description: 'Up to this time, itself included.' }),
}

export const DeadLettersQuery = z.strictObject({ ...filters, ...pageQuery })
export interface DeadLettersQuery extends Omit<z.input<typeof DeadLettersQuery>, 'limit'> {
  limit?: number
}

export const DeadLetterPage = page(DeadLetter, 'DeadLetterPage')
export type DeadLetterPage = z.infer<typeof DeadLetterPage>

export const DeadLetterReasonsQuery = z.strictObject(filters)
export type DeadLetterReasonsQuery = z.infer<typeof DeadLetterReasonsQuery>

/** Dead letters of one subscription that have the same reason. */
export const DeadLetterReason = z
  .object({
    queue: Name,
    subscription: z.string(),
    reason: z.string(),
    count: Count,
    recent: Count.meta({ description: 'Of these, how many died in the last 15 minutes.' }),
    first: Time,
    last: Time,
    gone: z
      .enum(['queue', 'subscription'])
      .optional()
      .meta({ description: 'What no longer exists: nobody would get them.' }),
  })
  .meta({ id: 'DeadLetterReason' })
export type DeadLetterReason = z.infer<typeof DeadLetterReason>

/** The most frequent first. */
export const DeadLetterReasons = z
  .object({
    items: z.array(DeadLetterReason),
    total: Count.meta({ description: 'Letters of all that match, also where the list ends at 200 reasons.' }),
  })
  .meta({ id: 'DeadLetterReasons' })
export type DeadLetterReasons = z.infer<typeof DeadLetterReasons>

// ---------------------------------------------------------------- which are meant

/** An empty one means all. `null` is no condition here but a mistake: it would widen what is deleted. */
export const DeadLetterFilter = z.strictObject(filters).meta({ id: 'DeadLetterFilter' })
export type DeadLetterFilter = z.infer<typeof DeadLetterFilter>

export const DeadLetterRef = z.strictObject({ queue: Name, subscription: Name, seq: Seq }).meta({ id: 'DeadLetterRef' })
export type DeadLetterRef = z.infer<typeof DeadLetterRef>

const selection = {
  items: z.array(DeadLetterRef).min(1).max(ITEMS_MOST).nullish().meta({ description: 'These; or send `filter`.' }),
  filter: DeadLetterFilter.nullish().meta({ description: 'All that match; `{}` means every one there is.' }),
  expectedCount: Count.nullish().meta({ description: 'How many you saw: another number is `E_CONFLICT`.' }),
}

/** Long enough to see what one has done, and short enough not to be forgotten. */
const DELAY_MOST_MS = 60_000

export const DeleteDeadLettersBody = z
  .strictObject({
    ...selection,
    delayMs: z.int().min(0).max(DELAY_MOST_MS).nullish().meta({
      description: 'The job begins so much later: until then it can be cancelled, and nothing was deleted.',
    }),
  })
  .meta({ id: 'DeleteDeadLetters' })
export type DeleteDeadLettersBody = z.infer<typeof DeleteDeadLettersBody>

export const RedriveBody = z
  .strictObject({
    ...selection,
    perSecond: z.int().min(1).max(PER_SECOND_MOST).nullish().meta({ description: 'Copies per second at most.' }),
    tryFirst: z.int().min(1).max(ITEMS_MOST).nullish().meta({
      description: 'So many go first, and the rest only once these were acknowledged.',
    }),
  })
  .meta({ id: 'Redrive' })
export type RedriveBody = z.infer<typeof RedriveBody>

export const CheckDeadLettersBody = z
  .strictObject({ items: selection.items, filter: selection.filter })
  .meta({ id: 'CheckDeadLetters' })
export type CheckDeadLettersBody = z.infer<typeof CheckDeadLettersBody>

/** What a redrive would come after. */
export const DeadLettersCheck = z
  .object({
    looked: Count.meta({ description: 'So many letters were looked at, the newest first.' }),
    withKey: Count.meta({ description: 'Of these, how many have a key.' }),
    newer: Count.meta({
      description: 'For so many of them a newer message with the same key went to the same subscription.',
    }),
    complete: z.boolean().meta({ description: '`false`: there are more letters, or messages, than were looked at.' }),
  })
  .meta({ id: 'DeadLettersCheck' })
export type DeadLettersCheck = z.infer<typeof DeadLettersCheck>

export const EditedRedriveBody = z
  .strictObject({
    item: DeadLetterRef,
    payload: z.unknown().optional().meta({ description: 'Left out: as it was.' }),
    headers: headersSchema.nullish().meta({ description: 'Left out: as they were; `null`: none.' }),
  })
  .meta({ id: 'EditedRedrive' })
export type EditedRedriveBody = z.infer<typeof EditedRedriveBody>

/** The copy's seq. */
export const EditedRedrive = z.object({ seq: Seq }).meta({ id: 'EditedRedriveAnswer' })
export type EditedRedrive = z.infer<typeof EditedRedrive>

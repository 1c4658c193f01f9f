import { z } from 'zod'
import { isoTime, Name, page, pageQuery, Time } from './common.ts'

export const ACTIVITY_KINDS = [
  'queueCreated',
  'queueChanged',
  'queuePaused',
  'queueResumed',
  'queuePurged',
  'queueDeleted',
  'subscriptionCreated',
  'subscriptionChanged',
  'subscriptionMoved',
  'subscriptionPurged',
  'subscriptionDeleted',
  'subscriptionExpired',
  'scheduledCancelled',
  'deliveryRedelivered',
  'deliveryGivenUp',
  'deadLettersRedriven',
  'deadLettersDeleted',
  'retentionWarning',
  'retentionRemoved',
  'agingHeld',
] as const

export const ActivityKind = z.enum(ACTIVITY_KINDS).meta({ id: 'ActivityKind' })
export type ActivityKind = z.infer<typeof ActivityKind>

/** What a person or the broker did. */
export const Activity = z
  .object({
    id: z.string(),
    at: Time,
    kind: ActivityKind,
    queue: Name.nullable(),
    subscription: z.string().nullable(),
    text: z.string().meta({ description: 'One sentence.' }),
  })
  .meta({ id: 'Activity' })
export type Activity = z.infer<typeof Activity>

export const ActivityQuery = z.strictObject({
  queue: Name.optional(),
  kind: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(ActivityKind).min(1))
    .optional()
    .meta({ description: 'One or several, with commas.' }),
  since: isoTime.optional(),
  until: isoTime.optional().meta({ description: 'Up to this time, itself included.' }),
  ...pageQuery,
})
/** As a caller writes it. */
export interface ActivityQuery extends Omit<z.input<typeof ActivityQuery>, 'limit'> {
  limit?: number
}

export const ActivityPage = page(Activity, 'ActivityPage')
export type ActivityPage = z.infer<typeof ActivityPage>

import * as z from 'zod'
import { Count, filterText, isoTime, Name, page, pageQuery, Time } from './common.ts'

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
  'consumerDetached',
  'connectionClosed',
  'scheduledCancelled',
  'deliveryRedelivered',
  'deliveryGivenUp',
  'redriveStarted',
  'deadLettersRedriven',
  'deletionStarted',
  'deadLettersDeleted',
  'retentionWarning',
  'retentionRemoved',
  'agingHeld',
] as const

export const ActivityKind = z.enum(ACTIVITY_KINDS).meta({ id: 'ActivityKind' })
export type ActivityKind = z.infer<typeof ActivityKind>

export const ACTOR_KINDS = ['broker', 'dashboard', 'api', 'client'] as const
export const ActorKind = z.enum(ACTOR_KINDS)
export type ActorKind = z.infer<typeof ActorKind>

/** Who did something. Labels for people, never an identity: whoever may connect can send any name. */
export const Actor = z
  .object({
    kind: ActorKind.meta({
      description:
        'The broker by itself, a person in the `dashboard`, a script over the `api`, or a `client` by its socket.',
    }),
    name: z.string().optional().meta({ description: 'What it calls itself: its `client`, or `X-Holdline-Client`.' }),
    address: z.string().optional().meta({ description: 'Where it asked from.' }),
  })
  .meta({ id: 'Actor' })
export type Actor = z.infer<typeof Actor>

/** What a person or the broker did. */
export const Activity = z
  .object({
    id: z.string(),
    at: Time,
    kind: ActivityKind,
    queue: Name.nullable(),
    subscription: z.string().nullable(),
    job: z.string().nullable().meta({ description: 'The job that it is about.' }),
    by: Actor,
    text: z.string().meta({ description: 'One sentence.' }),
  })
  .meta({ id: 'Activity' })
export type Activity = z.infer<typeof Activity>

const severalOf = <Kind extends z.ZodType<string, string>>(kind: Kind) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(kind).min(1))
    .optional()
    .meta({ description: 'One or several, with commas.' })

export const ActivityQuery = z.strictObject({
  queue: Name.optional(),
  subscription: Name.optional(),
  kind: severalOf(ActivityKind),
  by: severalOf(ActorKind),
  who: filterText(128).optional().meta({ description: 'The name or the address of who did it, or a part of it.' }),
  text: filterText(1_024).optional().meta({ description: 'Anywhere in the sentence, upper and lower case alike.' }),
  since: isoTime.optional(),
  until: isoTime.optional().meta({ description: 'Up to this time, itself included.' }),
  ...pageQuery,
})
/** As a caller writes it. */
export interface ActivityQuery extends Omit<z.input<typeof ActivityQuery>, 'limit'> {
  limit?: number
}

export const ActivityPage = page(Activity, 'ActivityPage').extend({
  searched: Count.optional().meta({ description: 'How many there are without a filter, where none matches.' }),
})
export type ActivityPage = z.infer<typeof ActivityPage>

import * as z from 'zod'
import { STANDINGS, SUBSCRIPTION_SORTS } from '../filters/subscriptions.ts'
import { eventsSchema, fromSchema, LIMITS } from '../protocol.ts'
import { Count, countedPage, Delivery, Events, filterText, Name, pageQuery, Seq, Time } from './common.ts'

export const SubscriptionState = z.enum(STANDINGS).meta({ id: 'SubscriptionState' })
export type SubscriptionState = z.infer<typeof SubscriptionState>

export const Holder = z
  .object({
    connection: z.string(),
    client: z.string().nullable(),
    seqs: z.array(Seq).meta({ description: 'What it has in flight.' }),
    sinceMs: z.number().nonnegative().meta({ description: 'Age of the oldest of them.' }),
  })
  .meta({ id: 'Holder' })
export type Holder = z.infer<typeof Holder>

export const Consumer = z
  .object({
    connection: z.string(),
    client: z.string().nullable(),
    credit: Count,
    inFlight: Count,
    active: z.boolean(),
    since: Time,
  })
  .meta({ id: 'Consumer' })
export type Consumer = z.infer<typeof Consumer>

export const Skip = z
  .object({
    from: Seq.meta({ description: 'The first seq of the stretch.' }),
    to: Seq.meta({ description: 'Its last, itself included.' }),
    at: Time,
    cause: z
      .enum(['purged', 'moved', 'aged'])
      .meta({ description: 'Someone emptied it, someone moved the subscription forward, or it grew too old.' }),
  })
  .meta({ id: 'Skip' })
export type Skip = z.infer<typeof Skip>

export const Trend = z
  .object({
    stepMs: Count,
    waiting: z.array(Count).meta({
      description:
        '`pending` at the end of each step, oldest first; the last is now. 15 minutes, less where less is known: after a start, or since it was made or moved.',
    }),
  })
  .meta({ id: 'Trend' })
export type Trend = z.infer<typeof Trend>

export const Subscription = z
  .object({
    queue: Name,
    name: Name,
    events: Events,
    state: SubscriptionState,
    floor: Seq.meta({ description: 'All up to here is settled.' }),
    upto: Seq.meta({ description: 'Dispatched up to here.' }),
    pending: Count,
    inFlight: Count,
    retrying: Count,
    dead: Count,
    oldestUnackedMs: z.number().nonnegative().nullable(),
    oldestPendingMs: z.number().nonnegative().nullable(),
    ackDeadlineMs: Count,
    exclusive: z.boolean(),
    ordered: z.boolean(),
    createdAt: Time,
    detachedAt: Time.nullable().meta({ description: 'When the last consumer left, while there is none.' }),
    aged: Count.meta({ description: 'Messages that retention took before they were settled, ever.' }),
    skips: z.array(Skip).meta({
      description: 'The last 20 stretches of its queue where deliveries ended without being settled, oldest first.',
    }),
    warning: z
      .enum(['age'])
      .nullable()
      .meta({ description: 'Something unread has over 80 % of the age at which it goes.' }),
    holders: z.array(Holder),
    consumers: z.array(Consumer),
    rates: z
      .object({ delivered: z.number(), acked: z.number() })
      .meta({ description: 'Per second over about the last 10 s.' }),
    growing: z.number().meta({ description: 'Change of what is not settled, per second over the last minute.' }),
    catchUpMs: z.number().nonnegative().nullable().meta({
      description:
        'Until nothing waits, at the pace of the last minute. `null`: nothing waits, or what waits does not become less.',
    }),
    trend: Trend,
  })
  .meta({ id: 'Subscription' })
export type Subscription = z.infer<typeof Subscription>

export const SubscriptionsQuery = z.strictObject({
  queue: Name.optional(),
  state: SubscriptionState.optional(),
  filter: filterText(1_024).optional().meta({
    description:
      'As the dashboard writes it: `queue:orders behind:>100`; a bare word is part of the name. What cannot be read is refused.',
  }),
  sort: z
    .enum(SUBSCRIPTION_SORTS)
    .optional()
    .meta({ description: 'A leading `-` is largest first; `urgency`: failing first. Left out: by queue and name.' }),
  ...pageQuery,
})
export interface SubscriptionsQuery extends Omit<z.input<typeof SubscriptionsQuery>, 'limit'> {
  limit?: number
}

export const SubscriptionPage = countedPage(Subscription, 'SubscriptionPage')
export type SubscriptionPage = z.infer<typeof SubscriptionPage>

/** What is left out stays. Valid for what comes after the point reached. */
export const UpdateSubscriptionBody = z
  .strictObject({
    events: eventsSchema.nullish().meta({ description: '`["*"]` is all of them.' }),
    ackDeadlineMs: z.int().min(LIMITS.ackDeadlineMinMs).max(LIMITS.ackDeadlineMaxMs).nullish(),
    exclusive: z.boolean().nullish(),
  })
  .meta({ id: 'UpdateSubscription' })
export type UpdateSubscriptionBody = z.infer<typeof UpdateSubscriptionBody>

export const SeekBody = z
  .strictObject({
    from: fromSchema.meta({ description: '`new`, `start`, a seq (itself included), or an ISO time.', example: 4711 }),
    dryRun: z.boolean().nullish().meta({ description: 'Answers what it would do, and does nothing.' }),
  })
  .meta({ id: 'Seek' })
export type SeekBody = z.infer<typeof SeekBody>

export const SeekAnswer = z
  .object({
    startSeq: Seq.meta({ description: 'The next that it sees.' }),
    skipped: Count.meta({ description: 'Deliveries that were not settled and are passed over.' }),
    resent: Count.meta({ description: 'Messages that it gets again, as far as they match.' }),
  })
  .meta({ id: 'Seeked' })
export type SeekAnswer = z.infer<typeof SeekAnswer>

export const DeletedAnswer = z.object({ deleted: z.literal(true) }).meta({ id: 'Deleted' })
export type DeletedAnswer = z.infer<typeof DeletedAnswer>

// ---------------------------------------------------------------- who would get it

export const Listener = z
  .object({
    name: z.string().meta({ description: 'Subscription, or in real time the label or id of the connection.' }),
    delivery: Delivery,
    why: z.string().meta({ description: 'Why it is in this group, in one sentence.' }),
  })
  .meta({ id: 'Listener' })
export type Listener = z.infer<typeof Listener>

export const AudienceQuery = z.strictObject({
  event: Name,
  delivery: Delivery.optional().meta({ description: "Left out: the queue's own." }),
  key: z.string().max(128).optional(),
})
export type AudienceQuery = z.infer<typeof AudienceQuery>

const ListenerCounts = z.object({ queued: Count, realtime: Count }).meta({ id: 'ListenerCounts' })

const groups = <Group extends z.ZodType>(group: Group) => ({
  now: group,
  waits: group,
  misses: group,
  notListening: group,
})

export const Audience = z
  .object({
    ...groups(z.array(Listener).meta({ description: '100 of each way at most.' })),
    counts: z.object(groups(ListenerCounts)).meta({ description: 'All of each group, by how they take it.' }),
  })
  .meta({ id: 'Audience' })
export type Audience = z.infer<typeof Audience>

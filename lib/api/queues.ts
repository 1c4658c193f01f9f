import * as z from 'zod'
import { Count, Delivery, Events, filterText, Name, page, pageQuery, Seq, Time, wholeNumber } from './common.ts'
import { QUEUE_SORTS } from './queue-sorts.ts'

const HOUR_MS = 3_600_000
const KIB = 1_024

/** `null` is the broker's default. A deadline is 1 s to 12 h, as for subscriptions. */
export const QueueSettings = z
  .object({
    delivery: Delivery.nullable().meta({ description: 'For publishes that name none.' }),
    ackDeadlineMs: z
      .int()
      .min(1_000)
      .max(12 * HOUR_MS)
      .nullable(),
    maxFailures: z.int().min(1).max(1_000).nullable(),
    retentionMs: z
      .int()
      .min(60_000)
      .max(365 * 24 * HOUR_MS)
      .nullable()
      .meta({ description: 'Older messages go, also unread ones.' }),
    maxBytes: z.int().min(KIB).nullable().meta({ description: 'Above it new queued messages are refused: `E_FULL`.' }),
  })
  .meta({ id: 'QueueSettings', description: '`null`: the default of the broker.' })
export type QueueSettings = z.infer<typeof QueueSettings>

/** What may be sent: any of the settings, nothing else. */
export const QueueSettingsChange = z.strictObject(QueueSettings.partial().shape).meta({ id: 'QueueSettingsChange' })
export type QueueSettingsChange = z.infer<typeof QueueSettingsChange>

export const CreateQueueBody = z
  .strictObject({ name: Name, settings: QueueSettingsChange.nullish() })
  .meta({ id: 'CreateQueue' })
export type CreateQueueBody = z.infer<typeof CreateQueueBody>

/** The settings stand alone, or below `settings` as in the answer. */
export const UpdateQueueBody = QueueSettingsChange.extend({ settings: QueueSettingsChange.optional() }).meta({
  id: 'UpdateQueue',
})
export type UpdateQueueBody = z.infer<typeof UpdateQueueBody>

const which = {
  prefix: z.string().max(128).optional().meta({ description: 'Names that begin with it.' }),
  filter: filterText(1_024).optional().meta({
    description: 'Parts of the name, and terms: `ord dead:>0 paused:yes oldest:>5m in:>10 stored:>1GiB limit:size`.',
  }),
  sort: z.enum(QUEUE_SORTS).default('name').meta({
    description: 'A leading `-` is largest first; `-urgency` is what needs a hand first.',
  }),
}

export const QueuesQuery = z.strictObject({
  ...which,
  spark: z.literal('1').optional().meta({ description: '`1`: each with what was published over 15 minutes.' }),
  offset: wholeNumber(0).optional().meta({
    description: 'Rows to pass over, in place of a cursor. The answer then names its `order`.',
  }),
  order: z.string().max(64).optional().meta({
    description:
      'Of an answer before, with `offset`: rows keep their places, new ones come last. A lost one begins anew.',
  }),
  ...pageQuery,
})
export interface QueuesQuery extends Omit<z.input<typeof QueuesQuery>, 'limit' | 'offset'> {
  limit?: number
  offset?: number
}

export const QueueRates = z
  .object({ published: z.number(), delivered: z.number(), acked: z.number(), missed: Count })
  .meta({
    id: 'QueueRates',
    description: 'Per second over the last 10 s; `missed` is a count of the last 15 minutes.',
  })

/** Both ways of delivery. */
export const Spark = z
  .object({
    stepMs: Count,
    published: z.array(Count).meta({ description: 'Messages in each step of the last 15 minutes, oldest first: 30.' }),
  })
  .meta({ id: 'Spark' })
export type Spark = z.infer<typeof Spark>

export const Queue = z
  .object({
    name: Name,
    settings: QueueSettings,
    paused: z.boolean(),
    pausedAt: Time.nullable(),
    firstSeq: Seq.meta({ description: 'The first that is there; above `lastSeq` where nothing is.' }),
    lastSeq: Seq,
    pending: Count,
    inFlight: Count,
    retrying: Count,
    dead: Count,
    scheduled: Count.meta({ description: 'Delayed messages that are not due yet.' }),
    oldestPendingMs: z.number().nonnegative().nullable(),
    subscriptions: Count.meta({ description: 'Durable subscriptions.' }),
    connections: Count.meta({ description: 'Connections with any subscription on it.' }),
    rates: QueueRates,
    growing: z.number().meta({ description: 'Change of what is not settled, per second over the last minute.' }),
    catchUpMs: z.number().nonnegative().nullable().meta({
      description:
        'Until the last subscription has nothing waiting, at the pace of the last minute. `null`: nothing waits, or for one of them it does not become less.',
    }),
    spark: Spark.optional().meta({ description: 'With `spark=1`.' }),
    events: z.array(z.string()).meta({ description: 'Events seen so far, the most frequent first; 200 at most.' }),
    eventCount: Count.meta({ description: 'How many events there are in all.' }),
    storedBytes: Count.meta({ description: 'What counts towards `maxBytes`.' }),
    maxBytes: Count.meta({ description: 'The limit that holds: the setting, else the default.' }),
    retentionMs: Count.meta({ description: 'The limit that holds: the setting, else the default.' }),
    warning: z
      .enum(['age', 'size'])
      .nullable()
      .meta({ description: 'Something unread is near its age, or the queue near its size: over 80 %.' }),
  })
  .meta({ id: 'Queue' })
export type Queue = z.infer<typeof Queue>

/** A named client that was here in the last 24 h, in real time. */
export const QueueClient = z
  .object({
    client: z.string(),
    events: Events,
    connected: z.boolean(),
    left: z.boolean().meta({ description: 'It unsubscribed: it misses nothing.' }),
    since: Time.meta({ description: 'When it came, or when it went away.' }),
  })
  .meta({ id: 'QueueClient' })
export type QueueClient = z.infer<typeof QueueClient>

/** One queue, with its real-time clients, present or away. */
export const QueueDetail = Queue.extend({
  clients: z.array(QueueClient).meta({ description: '200 at most: who is away and wanted first.' }),
  clientCount: Count.meta({ description: 'All of them.' }),
}).meta({ id: 'QueueDetail' })
export type QueueDetail = z.infer<typeof QueueDetail>

export const QueuePage = page(Queue, 'QueuePage').extend({
  total: Count.meta({ description: 'Queues that match, on all pages.' }),
  all: Count.meta({ description: 'Queues there are.' }),
  order: z.string().nullable().meta({ description: 'With `offset`: send it along to keep rows in their places.' }),
  autoCreate: z.boolean().meta({ description: 'Whether a first publish or subscribe makes a queue.' }),
})
export type QueuePage = z.infer<typeof QueuePage>

export const QueueTreeQuery = z.strictObject({
  ...which,
  parent: Name.optional().meta({ description: 'Whose children; left out: the roots.' }),
})
export type QueueTreeQuery = z.input<typeof QueueTreeQuery>

/** A queue, or all queues below a name: `shop` stands for `shop.orders` and `shop:mail`, and for itself. */
export const QueueBranch = z
  .object({
    path: Name,
    queues: Count.meta({ description: 'Queues in it; with 1 the `queue` is that one, and there is nothing below.' }),
    queue: Queue.nullable().meta({ description: 'The queue of exactly this name, or the only one in it.' }),
    paused: Count.meta({ description: 'How many of them are paused.' }),
    pending: Count,
    inFlight: Count,
    retrying: Count,
    dead: Count,
    oldestPendingMs: z.number().nonnegative().nullable(),
    rates: QueueRates,
    spark: Spark.nullable().meta({ description: '`null` once an answer has those of 200 queues.' }),
  })
  .meta({ id: 'QueueBranch', description: 'Figures are sums of all queues in it, the age is that of the oldest.' })
export type QueueBranch = z.infer<typeof QueueBranch>

export const QueueTree = z
  .object({
    items: z.array(QueueBranch),
    more: Count.meta({ description: 'Branches that are left out: only the first 200 of a level are told.' }),
    total: Count.meta({ description: 'Queues that match, on all levels below the parent.' }),
    all: Count.meta({ description: 'Queues there are.' }),
  })
  .meta({ id: 'QueueTree' })
export type QueueTree = z.infer<typeof QueueTree>

/** A name written out: what cannot be undone is asked for twice. */
const Confirm = z.string().meta({ description: 'The name of the queue once more.' })

export const DeleteQueueQuery = z.strictObject({ confirm: Confirm })
export type DeleteQueueQuery = z.infer<typeof DeleteQueueQuery>

export const PurgeBody = z
  .strictObject({
    confirm: Confirm,
    subscription: Name.nullish().meta({ description: 'For it alone; others keep theirs.' }),
    upToSeq: Seq.nullish().meta({ description: 'The last that goes; left out: all that are there now.' }),
  })
  .meta({ id: 'Purge' })
export type PurgeBody = z.infer<typeof PurgeBody>

export const PurgedAnswer = z
  .object({ purged: Count.meta({ description: 'Messages; with `subscription`: deliveries that were not settled.' }) })
  .meta({ id: 'Purged' })
export type PurgedAnswer = z.infer<typeof PurgedAnswer>

export const PausedAnswer = z.object({ paused: z.boolean() }).meta({ id: 'Paused' })
export type PausedAnswer = z.infer<typeof PausedAnswer>

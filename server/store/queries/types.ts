/**
 * What people may ask of the store. Reading changes nothing; every list is bounded by `limit` and by a time that one
 * request may take (`QueryTimeoutError`). Queues are named by id where their messages are asked for: names are the
 * broker's to look up. Dead letters and activities outlive queues and subscriptions, and go by names.
 */
import type {
  Activity,
  ActivityKind,
  Actor,
  DeadLetter,
  Delivery,
  LetterFilter,
  Message,
  Minute,
  Position,
  Scheduled,
} from '../../broker/model.ts'
import type { PayloadTerm } from './payload-terms.ts'

/** A message as it stands in the log. `ord` is 0 for a queued one; a real-time one has `seq: null` and its `position`. */
export interface StoredMessage {
  readonly message: Message
  readonly position: Position
}

/** All conditions hold together; one that is left out does not count. Both ends of a range belong to it. */
export interface MessageFilter {
  readonly delivery?: Delivery | undefined
  readonly events?: readonly string[] | undefined
  /** These queued messages only. */
  readonly seqs?: readonly number[] | undefined
  /** Queued messages within any of these ranges only. */
  readonly seqRanges?: readonly (readonly [number, number])[] | undefined
  /** Those that are not for ever, whether their time has come or not. */
  readonly expires?: true | undefined
  readonly fromSeq?: number | undefined
  readonly toSeq?: number | undefined
  /** Epoch milliseconds of `publishedAt`. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  readonly id?: string | undefined
  readonly key?: string | undefined
  /** Anywhere in the payload's JSON text, upper and lower case alike. */
  readonly text?: string | undefined
  readonly payload?: readonly PayloadTerm[] | undefined
}

export interface MessagesRequest {
  readonly queueId: number
  /** For the rows' `message.queue`. */
  readonly queue: string
  readonly filter: MessageFilter
  /** `desc`: newest first. */
  readonly order: 'asc' | 'desc'
  readonly limit: number
  /** Where the page before stopped looking; `null` for the first page. */
  readonly after: Position | null
  /** Rows that are looked at, at most: a filter that matches few of them then answers a short page. */
  readonly window: number
  /** Of a payload above so many bytes its beginning is enough, some bytes longer than this; `null`: all are read whole. */
  readonly preview: number | null
}

export interface MessagesPage {
  readonly items: readonly StoredMessage[]
  /** Where the next page goes on, matches or not; `null` at the end. */
  readonly next: Position | null
  /** Rows that were looked at. */
  readonly scanned: number
  /** The last of them; `null` where there was none. */
  readonly reached: Reached | null
}

/** Where a search is, and when the message there was published. */
export interface Reached {
  readonly position: Position
  readonly publishedAt: number
}

/** Immutable keys of a dead letter, newest first: what a cursor is made of. */
export interface DeadLetterPosition {
  readonly deadAt: number
  readonly subscriptionId: number
  readonly seq: number
}

const INT4 = 2 ** 31 - 1

/** The largest that each part of a position can be: one from a stranger must be held against it before it is asked for. */
export const MOST = {
  seq: Number.MAX_SAFE_INTEGER,
  ord: INT4,
  subscriptionId: INT4,
  /** Years have four digits. */
  time: Date.UTC(9999, 11, 31, 23, 59, 59, 999),
} as const

export interface DeadLettersPage {
  readonly items: readonly DeadLetter[]
  readonly next: DeadLetterPosition | null
}

/** Messages of a queue that are dead for somebody, or (by its id) for one subscription; `from` and `to` are among them. */
export interface LetterSeqs {
  readonly queueId: number
  readonly subscriptionId: number | null
  readonly order: 'asc' | 'desc'
  readonly from: number
  readonly to: number
  readonly limit: number
}

/** Dead letters of one subscription that died for the same reason. */
export interface DeadLetterReason {
  readonly queue: string
  readonly subscription: string
  readonly reason: string
  readonly count: number
  /** Epoch milliseconds of the first and the last `deadAt`. */
  readonly first: number
  readonly last: number
  /** Of these, how many died lately. */
  readonly recent: number
}

export interface DeadLetterReasons {
  /** The most frequent first, 200 at most. */
  readonly groups: readonly DeadLetterReason[]
  /** Letters of all groups, also of those that are not listed. */
  readonly total: number
}

export interface NewerOfKeys {
  readonly queueId: number
  /** A copy for another one alone is not for it. */
  readonly subscription: string
  /** Only these; `null`: all. */
  readonly events: readonly string[] | null
  readonly keys: readonly string[]
  readonly above: number
  /** So many messages are looked at, the newest first. */
  readonly limit: number
}

export interface NewestOfKeys {
  readonly seqs: ReadonlyMap<string, number>
  /** `false`: there are more messages than were looked at. */
  readonly complete: boolean
}

export interface ScheduledFilter {
  readonly id?: string | undefined
  readonly key?: string | undefined
  readonly event?: string | undefined
  /** Anywhere in the payload's JSON text, upper and lower case alike. */
  readonly text?: string | undefined
  readonly payload?: readonly PayloadTerm[] | undefined
}

/** `place`: in the order in which they were published, within one time. */
export interface ScheduledPosition {
  readonly dueAt: number
  readonly place: number
}

export interface ScheduledPage {
  readonly items: readonly Scheduled[]
  readonly next: ScheduledPosition | null
}

export interface ActivityFilter {
  readonly queue?: string | undefined
  readonly subscription?: string | undefined
  readonly kinds?: readonly ActivityKind[] | undefined
  readonly by?: readonly Actor['kind'][] | undefined
  /** Anywhere in the name or the address of who did it; upper and lower case alike, as in `text`. */
  readonly who?: string | undefined
  /** Anywhere in the sentence. */
  readonly text?: string | undefined
  readonly since?: number | undefined
  readonly until?: number | undefined
}

export interface ActivityPosition {
  readonly at: number
  readonly id: string
}

export interface ActivityPage {
  readonly items: readonly Activity[]
  readonly next: ActivityPosition | null
}

/** Of one minute, or of the 15 of a quarter. */
export interface StoredRate extends Minute {
  readonly minutes: number
}

/** What the data costs and how the disk does. Times in milliseconds, sizes in bytes. */
export interface StorageFigures {
  /** Every segment of the log with its indexes. */
  readonly logBytes: number
  readonly segments: number
  /** Of the last 1,000 commits; `null` before the first. */
  readonly commitP50Ms: number | null
  readonly commitP99Ms: number | null
  /** Of the disk that holds `DATA_DIR`; `null` for a database of one's own. */
  readonly diskFreeBytes: number | null
}

/** Reads for people, on connections of their own: however slow they are, commits do not wait for them. */
export interface StoreReader {
  /** @throws QueryTimeoutError after 5 s; the filter can be narrowed and asked again. */
  listMessages(request: MessagesRequest): Promise<MessagesPage>
  messageBySeq(queueId: number, queue: string, seq: number): Promise<StoredMessage | null>
  /** Newest first: an id can come again after the dedupe window, or as a redriven copy. */
  messagesById(queueId: number, queue: string, id: string, limit: number): Promise<readonly StoredMessage[]>
  /** Dead letters of any subscription among these seqs of a queue. */
  deadLettersOf(queueId: number, seqs: readonly number[]): Promise<readonly DeadLetter[]>
  /** Each once. */
  deadLetterSeqs(question: LetterSeqs): Promise<readonly number[]>
  /** Newest first. */
  listDeadLetters(filter: LetterFilter, limit: number, after: DeadLetterPosition | null): Promise<DeadLettersPage>
  /** `recent` counts from a time on, itself included. */
  deadLetterReasons(filter: LetterFilter, recentFrom: number): Promise<DeadLetterReasons>
  /** By key, the newest queued message that one subscription gets, among the newest `limit` above a seq. */
  newerOfKeys(question: NewerOfKeys): Promise<NewestOfKeys>
  /** Delayed messages of a queue: what is due first comes first. */
  listScheduled(
    queueId: number,
    queue: string,
    filter: ScheduledFilter,
    limit: number,
    after: ScheduledPosition | null,
  ): Promise<ScheduledPage>
  scheduledById(queueId: number, queue: string, id: string): Promise<Scheduled | null>
  /** Newest first. */
  listActivity(filter: ActivityFilter, limit: number, after: ActivityPosition | null): Promise<ActivityPage>
  /** All that is kept. */
  countActivity(): Promise<number>
  /** What was counted from a time on, oldest first: of one queue, or (0) of all. `minutes`: how many a row stands for. */
  listRates(queueId: number, from: number): Promise<readonly StoredRate[]>
  storageFigures(): Promise<StorageFigures>
}

/** A person's query took longer than it may. Nothing is wrong with the store. */
export class QueryTimeoutError extends Error {
  override readonly name = 'QueryTimeoutError'
}

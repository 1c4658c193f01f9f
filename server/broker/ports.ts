/**
 * What the core needs from the world. `Log` is addressed to whoever builds a storage engine; `Link` to whoever builds a
 * transport.
 */
import type {
  Activity,
  DeadLetter,
  Job,
  LetterFilter,
  Message,
  Minute,
  Position,
  Presence,
  QueuedMessage,
  QueueSettings,
  Scheduled,
  Skip,
} from './model.ts'

/** Milliseconds since the epoch, never going back while the process lives, and timers on the same clock. */
export interface Clock {
  now(): number
  /** Called once at start with the newest stored time: the clock goes on from there, where it was behind. */
  notBefore(time: number): void
  /** Runs `task` once, not before `at` (epoch ms). Returns its cancellation. */
  at(at: number, task: () => void): () => void
  /** Runs `task` after what is on the stack and queued now, before timers. */
  soon(task: () => void): void
}

/** Fresh identifiers and randomness in [0, 1): passed in, so that a run can be replayed from a seed. */
export interface Ids {
  /** A UUIDv7. */
  message(): string
  random(): number
}

// ---------------------------------------------------------------- the log

export interface QueueRecord {
  /** Chosen by the core: one more than the largest ever used. */
  readonly id: number
  readonly name: string
  readonly settings: QueueSettings
  readonly pausedAt: number | null
  readonly createdAt: number
  /** Purged, aged or dropped up to here; the log may keep older rows until their segment goes. */
  readonly firstSeq: number
  /** The largest seq ever given, also when its row is long gone. */
  readonly lastSeq: number
  /** `ord` of the last stored real-time message after `lastSeq`; 0 for none. */
  readonly lastOrd: number
  /**
   * Queued messages ever published, by event: pending is worked out from it, nothing is counted. A copy for one
   * subscription alone counts under `@` and its name instead of its event.
   */
  readonly totals: ReadonlyMap<string, number>
  /** `bytes` of all queued messages ever published. */
  readonly bytes: number
  /** Of these, what no longer counts as stored: purged, aged, or dropped. */
  readonly freedBytes: number
}

export interface SubscriptionRecord {
  readonly id: number
  readonly queueId: number
  readonly name: string
  readonly events: readonly string[]
  /** `null`: the queue's. */
  readonly ackDeadlineMs: number | null
  readonly exclusive: boolean
  readonly ordered: boolean
  /** Messages below it are not for this subscription. */
  readonly startSeq: number
  readonly createdAt: number
  /** The last 20, oldest first. */
  readonly skips: readonly Skip[]
  /** Messages that retention took before they were settled, ever. */
  readonly aged: number
}

/** Absolute, so that writing it twice or skipping one does no harm; the newest wins. `open` is the core's own packing. */
export interface SubscriptionStateRecord {
  readonly subscriptionId: number
  readonly upto: number
  readonly open: string
  /** Matching messages scanned so far (those at or below `upto`); with `totals` it gives pending. */
  readonly matched: number
  readonly acked: number
  readonly dead: number
  readonly updatedAt: number
}

/** A real-time message for the log, so that people can see it later. */
export interface RealtimeRecord {
  readonly message: Message
  readonly position: Position
}

/** Rare writes. They stand in a commit in the order in which they were asked for. */
export type Change =
  | { readonly kind: 'putQueue'; readonly queue: QueueRecord }
  | { readonly kind: 'deleteQueue'; readonly queueId: number; readonly name: string }
  | { readonly kind: 'putSubscription'; readonly subscription: SubscriptionRecord }
  | { readonly kind: 'deleteSubscription'; readonly subscriptionId: number }
  | {
      readonly kind: 'putDeadLetter'
      readonly queueId: number
      readonly subscriptionId: number
      readonly letter: DeadLetter
    }
  /** Once per (subscription, seq); one that is not there is none. */
  | { readonly kind: 'deleteDeadLetter'; readonly subscriptionId: number; readonly seq: number }
  /** A delayed publish. One with the same queue and id is replaced. */
  | { readonly kind: 'putScheduled'; readonly queueId: number; readonly scheduled: Scheduled }
  /** Cancelled, or due: then its message stands in the same commit. */
  | { readonly kind: 'deleteScheduled'; readonly queueId: number; readonly id: string }
  /** The newest of an id wins. */
  | { readonly kind: 'putJob'; readonly job: Job }
  | { readonly kind: 'putActivity'; readonly activity: Activity }
  /** Nothing is removed for its age before this time (epoch ms). */
  | { readonly kind: 'putAgesFrom'; readonly at: number }
  /** Figures for people: the newest of a queue and minute wins. Kept for a day, more coarsely after an hour. */
  | { readonly kind: 'putMinutes'; readonly minutes: readonly Minute[] }
  /** One row per queue, client and beginning (`from`, `fromAt`): the end of a stay replaces its beginning. */
  | { readonly kind: 'putPresence'; readonly queueId: number; readonly presence: Presence }

/**
 * What becomes durable together: first the changes, in order, then messages and states, which may need them. A `putQueue`
 * carries `firstSeq`, `lastSeq`, `lastOrd`, `totals`, `bytes` and `freedBytes` as the core knew them when the commit
 * formed: where the log knows more, more holds.
 */
export interface Commit {
  /** Rising `seq` within each queue, each above all that the queue had before. */
  readonly messages: readonly { readonly queueId: number; readonly message: QueuedMessage }[]
  readonly realtime: readonly { readonly queueId: number; readonly record: RealtimeRecord }[]
  readonly states: readonly SubscriptionStateRecord[]
  readonly changes: readonly Change[]
}

/** Everything but messages, as the log knows it when its owner starts. */
export interface Snapshot {
  readonly queues: readonly QueueRecord[]
  /** Largest queue id ever used, by deleted ones too: their messages may still lie in the log. */
  readonly lastQueueId?: number
  /** Largest subscription id ever used, by deleted ones too: dead letters are kept under it. */
  readonly lastSubscriptionId?: number
  readonly subscriptions: readonly SubscriptionRecord[]
  readonly states: readonly SubscriptionStateRecord[]
  /** Of the last 24 h. The core has `to` filled in for those that a crash left open. */
  readonly presence: readonly { readonly queueId: number; readonly presence: Presence }[]
  /** Ids published as queued in the last 5 minutes, oldest first: dedupe survives a restart. */
  readonly recentIds: readonly {
    readonly queueId: number
    readonly id: string
    readonly seq: number
    readonly at: number
  }[]
  /** Delayed messages: how many each queue has, and when the first of all is due. */
  readonly scheduled: { readonly counts: ReadonlyMap<number, number>; readonly nextDueAt: number | null }
  /** Ids published as delayed in the last 5 minutes that are still in the schedule, oldest first. */
  readonly recentScheduled: readonly {
    readonly queueId: number
    readonly id: string
    readonly dueAt: number
    readonly at: number
  }[]
  /** Those that run, and the last 100 that ended. */
  readonly jobs: readonly Job[]
  /** Names of queues deleted in the last minute, and when. */
  readonly deletedQueues: readonly { readonly name: string; readonly at: number }[]
  /** Of the last 15 minutes. */
  readonly minutes: readonly Minute[]
  /** Dead letters by subscription id. */
  readonly letterCounts: ReadonlyMap<number, number>
  /** Nothing is removed for its age before this time; 0: no hold. */
  readonly agesFrom: number
  /** When a broker is last known to have run on this log; 0: never. */
  readonly lastAliveAt: number
  /** Newest time that the log knows; the broker's clock never starts before it. */
  readonly newestAt: number
}

/** A delayed message as the log has it. */
export interface StoredScheduled {
  readonly queueId: number
  readonly scheduled: Scheduled
}

/** Where a dead letter stands, oldest first. */
export interface LetterPosition {
  readonly deadAt: number
  readonly subscriptionId: number
  readonly seq: number
}

/** The one dead letter that a subscription can have of a message. */
export interface LetterPlace {
  readonly subscriptionId: number
  readonly seq: number
}

export interface StoredLetter {
  readonly queueId: number
  readonly subscriptionId: number
  readonly letter: DeadLetter
}

/** What the core allows the log to drop. */
export interface Needs {
  /** By queue, the smallest seq that any of its subscriptions still needs; a queue that is not named needs nothing. */
  readonly floors: ReadonlyMap<number, number>
  /** What was published at or after this time is kept, whoever has had it. */
  readonly keepFrom: number
  /** Dead letters, ended jobs and activities older than this go. */
  readonly lettersFrom: number
}

export interface Trimmed {
  /**
   * By queue: the log now begins after this seq; `bytes` are those of all messages ever published up to it. The next
   * snapshot's `firstSeq` and `freedBytes` know of it, also where no `putQueue` follows.
   */
  readonly dropped: ReadonlyMap<number, { readonly through: number; readonly bytes: number }>
  /** Dead letters that went, by subscription id. */
  readonly lettersForgotten: ReadonlyMap<number, number>
}

/** Messages with `after` < seq ≤ `through`, in order. `through` may lie far beyond the last message where there is a gap. */
export interface Page {
  readonly messages: readonly QueuedMessage[]
  readonly through: number
}

/**
 * A durable, ordered log with one writer. What it owes: **order** (a commit's messages are readable in `seq` order, and
 * after every earlier commit's), **atomicity** (all of a commit or none), **durability** (`append` resolves only after it
 * would survive a crash), **fencing** (once another process has acquired it, nothing of this one is written any more).
 * What is not its job: giving out `seq`, dispatch, retries, dedupe, who may read what.
 */
export interface Log {
  /**
   * Becomes the only writer, waiting for as long as another is; applies migrations; reads the snapshot.
   * `onLost` is called once, at the moment when this process must no longer write; `onStandby`, when it begins to wait
   * for another one that does.
   */
  acquire(onLost: (reason: string) => void, onStandby?: () => void): Promise<Snapshot>
  /**
   * Makes a commit durable. The core has at most one under way. An outcome that the engine cannot know (a connection
   * that broke during COMMIT) is the engine's to find out before it answers: it never resolves for what was not written
   * nor rejects for what was. @throws LeaseLostError: final, nothing was written, and nothing more ever will be.
   * @throws StorageError: nothing was written; the same commit may be sent again.
   */
  append(commit: Commit): Promise<void>
  /**
   * `null` while nobody else can own the log. Otherwise (its process stood still, its storage is away) another one may
   * have taken it over unheard: nothing is to be dispatched until the answer resolves, which is never once it is lost.
   */
  doubt(): Promise<void> | null
  /** Reads at most `limit` messages and about `maxBytes` above `after`, never beyond `upTo`. Real-time ones are left out. */
  read(queueId: number, after: number, upTo: number, limit: number, maxBytes: number): Promise<Page>
  /** First seq published at or after a time (epoch ms), or `null` if there is none yet. */
  seqAt(queueId: number, time: number): Promise<number | null>
  /** How many messages of a queue with `after` < seq ≤ `upTo` the log has, and their `bytes`. */
  measure(queueId: number, after: number, upTo: number): Promise<{ readonly messages: number; readonly bytes: number }>
  /**
   * At most `limit` and about 8 MiB of the delayed messages that are due at `until`: by `dueAt`, then in the order in
   * which they were put. None only where none is due.
   */
  due(until: number, limit: number): Promise<readonly StoredScheduled[]>
  /** When the first delayed message is due; `null`: there is none. */
  nextDueAt(): Promise<number | null>
  /** One delayed message, or `null`: it is due, cancelled, or never was. */
  findScheduled(queueId: number, id: string): Promise<Scheduled | null>
  /** At most `limit` dead letters after a position, oldest first. */
  findLetters(filter: LetterFilter, after: LetterPosition | null, limit: number): Promise<readonly StoredLetter[]>
  countLetters(filter: LetterFilter): Promise<number>
  /** Of each subscription that is named, which seqs from a given one on have a dead letter; at most `limit` in all. */
  lettersFrom(from: readonly LetterPlace[], limit: number): Promise<readonly LetterPlace[]>
  /**
   * Drops what may go, and tells what went since it told last. Can take long, and keeps no commit waiting.
   * @throws LeaseLostError: nothing more goes. @throws StorageError: some of it may have gone; the next call tells.
   */
  trim(needs: Needs): Promise<Trimmed>
  /** Gives the lease back, so that the next owner need not wait. Safe to call twice. */
  release(): Promise<void>
}

/** Another process owns the log now. Final for this one. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError'
}

/** The log could not do it; nothing was written. `retryable` tells a passing fault from one that needs a hand (disk full). */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly retryable: boolean
  constructor(message: string, retryable: boolean, cause?: unknown) {
    super(message, { cause })
    this.retryable = retryable
  }
}

// ---------------------------------------------------------------- connections

/** What people see of one connection. */
export interface LinkInfo {
  readonly address: string
  readonly transport: 'websocket' | 'polling'
  /** Engine.IO's: 4 for Socket.IO v3 and v4 clients, 3 for v2. */
  readonly protocol: 3 | 4
  readonly sockets: readonly { readonly queue: string; readonly rooms: readonly string[] }[]
  readonly unsentBytes: number
  readonly pingMs: number | null
}

/** One connection (TCP), whatever its namespaces: credit in bytes, presence and back-pressure are counted per link. */
export interface Link {
  /** Made by the broker; never Socket.IO's, which for v2 holds the engine's secret. */
  readonly id: string
  /** The first label named on it; `null` for an unnamed one. */
  readonly client: string | null
  readonly since: number
  describe(): LinkInfo
  /** `reconnect: false` tells its client for good to stay away. */
  close(reconnect: boolean): void
}

/** Where a link takes the messages of one queue: one per link and queue. Its methods never throw and never wait. */
export interface Outlet {
  /** Its socket has left the queue: nothing is attached to it any more. */
  readonly gone: boolean
  /** Hands over one queued delivery; it stays `in flight` until it is settled, its deadline passes or the link goes. */
  queued(message: QueuedMessage, subscription: string, attempt: number): void
  /** Hands over several for a consumer that asked for `batch`. At most 100 messages and 512 KiB. */
  batch(subscription: string, deliveries: readonly { message: QueuedMessage; attempt: number }[]): void
  /** Sends one in real time. `false`: dropped, because the link has too much unsent. */
  realtime(message: Message): boolean
  /** The consumer's standing changed, or its subscription's; `detached`: by hand, it gets nothing more. `null`: what it has in real time is deleted, with its queue. */
  standing(subscription: string | null, state: 'active' | 'standby' | 'paused' | 'detached' | 'deleted'): void
}

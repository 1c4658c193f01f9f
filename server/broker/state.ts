/**
 * What the broker remembers, as plain data. The verbs are elsewhere: `writer/` commits, `dispatch/` sends, `subscription/`
 * settles, `realtime/` fans out, `views/` looks.
 */
import type { PublishOutcome } from './api.ts'
import type {
  Attempt,
  DeadLetter,
  Message,
  Position,
  Presence,
  QueuedMessage,
  QueueSettings,
  Scheduled,
  Skip,
} from './model.ts'
import type { Change, Link, Outlet } from './ports.ts'
import type { Meter, Rates } from './rates/rates.ts'
import type { Trend } from './rates/trend.ts'
import { Fifo } from './structures/fifo.ts'
import { Heap } from './structures/heap.ts'
import { OpenSet } from './structures/open-set.ts'
import { Window, type WindowTally } from './structures/window.ts'
import type { Settlements } from './subscription/settlements.ts'

/** A publish on its way into the log. Its message gets its seq when the batch forms; nobody sees it before the commit. */
export interface Waiting {
  readonly queue: Queue
  readonly message: QueuedMessage & { seq: number }
  readonly confirm: (outcome: PublishOutcome) => void
  /** Where the publisher chose the id, so that a repeat is recognised. */
  readonly repeats: Repeats | null
  /** Changes that must stand in the same commit as the message, or not at all. */
  readonly along: readonly Change[] | null
  /** What is stored instead of the message, which gets no seq: it is not due yet. */
  readonly scheduled: Scheduled | null
}

/**
 * Later publishes of the same id, answered with the same seq. An object apart from the publish: a Map in constant change
 * keeps what it named until the next full collection. With whole publishes in it each scavenge took 3.5 ms, not 1.2.
 */
export interface Repeats {
  confirms: ((outcome: PublishOutcome) => void)[] | null
}

/** What a queue knows of one event. The sets are made when first needed: most events have only one kind of listener. */
export interface EventLine {
  readonly name: string
  /** Queued messages committed so far. */
  total: number
  realtime: number
  subscriptions: Set<Subscription> | null
  members: Set<Member> | null
  /** Named clients that are away and want it: each real-time dispatch is missed by so many. */
  away: number
  /** `total` as a step ended: the last one, and the last 30 where it changed within them. */
  seen: number
  past: Float64Array | null
}

/** What a queue had in total at the end of each step (`rates/past.ts`). */
export interface History {
  /** Total of an event (`null`: of all) at the end of a step. */
  totalAt(event: string | null, step: number): number
  /** A subscription does something: its own trend is kept from here on, for 15 minutes after the last time. */
  begin(subscription: Subscription, before: readonly number[], now: number): Trend
}

export class Queue {
  readonly id: number
  readonly name: string
  readonly createdAt: number
  settings: QueueSettings
  pausedAt: number | null
  firstSeq: number
  /** Largest seq given, also to a batch that is not committed yet. */
  lastSeq: number
  /** Largest seq committed, dispatched and counted in `events`. */
  committed: number
  /** Real-time messages since `committed`. */
  ord: number
  total = 0
  /** Copies for one subscription alone, by its name: none of them counts in `total` or `events`. */
  readonly copies = new Map<string, number>()
  /** `bytes` of all queued messages committed so far; of these, what no longer counts as stored. */
  bytes: number
  freedBytes: number
  /** Delayed messages that are not due yet. */
  scheduled = 0
  /** `bytes` of accepted publishes that are not committed yet. */
  waitingBytes = 0
  deleted = false
  readonly events = new Map<string, EventLine>()
  readonly subscriptions = new Map<string, Subscription>()
  /** Attached subscriptions and real-time members that want all events. */
  readonly wildSubscriptions = new Set<Subscription>()
  readonly wildMembers = new Set<Member>()
  wildAway = 0
  /** Attached subscriptions that are behind the last commit. */
  readonly lagging = new Set<Subscription>()
  attached = 0
  readonly members = new Set<Member>()
  readonly waiting = new Fifo<Waiting>()
  /** Publishes with a chosen id that are not committed yet. */
  readonly waitingIds = new Map<string, Repeats>()
  readonly window: Window
  readonly stays = new Map<string, Stay>()
  readonly tails = new Set<(message: Message) => void>()
  /** Both are made at the first count. */
  rates: Rates | null = null
  past: History | null = null

  constructor(
    at: Pick<
      Queue,
      'id' | 'name' | 'createdAt' | 'settings' | 'pausedAt' | 'firstSeq' | 'lastSeq' | 'ord' | 'bytes' | 'freedBytes'
    >,
    windows?: WindowTally,
  ) {
    this.id = at.id
    this.name = at.name
    this.createdAt = at.createdAt
    this.settings = at.settings
    this.pausedAt = at.pausedAt
    this.firstSeq = at.firstSeq
    this.lastSeq = at.lastSeq
    this.committed = at.lastSeq
    this.ord = at.ord
    this.bytes = at.bytes
    this.freedBytes = at.freedBytes
    this.window = new Window(at.lastSeq, windows)
  }
}

/**
 * `ready` (given back, due again, or its key came free) → `inFlight` → settled, or `retrying` → `ready`.
 * `blocked`: scanned, but an earlier message with its key is unsettled.
 */
export type EntryState = 'ready' | 'inFlight' | 'retrying' | 'blocked'

/** One unsettled delivery. */
export class Entry {
  readonly seq: number
  readonly subscription: Subscription
  settled = false
  state: EntryState = 'ready'
  /** `null`: not in memory, read again before its next dispatch. */
  message: QueuedMessage | null
  /** `undefined`: not known since the restart. */
  key: string | null | undefined
  attempts = 0
  failures = 0
  /** Times that its connection went while it was in flight. */
  losses = 0
  holder: Consumer | null = null
  /** When it came into its state. */
  since = 0
  retryAt = 0
  /** Ended attempts; made at the first that is not an ack. */
  history: Attempt[] | null = null
  /** Place in the line of deadlines. */
  deadlineAt = 0
  line: DeadlineLine | null = null
  earlier: Entry | null = null
  later: Entry | null = null

  constructor(subscription: Subscription, seq: number, message: QueuedMessage | null) {
    this.subscription = subscription
    this.seq = seq
    this.message = message
    this.key = message === null ? undefined : message.key
  }
}

/** Deliveries with the same deadline length, so the oldest is always first. */
export interface DeadlineLine {
  readonly ms: number
  first: Entry | null
  last: Entry | null
  cancel: (() => void) | null
}

/** One key of one subscription: who holds it, and who waits, by seq. */
export interface KeyLine {
  holder: Entry
  readonly blocked: Fifo<Entry>
}

export class Subscription {
  readonly id: number
  readonly queue: Queue
  readonly name: string
  readonly createdAt: number
  startSeq: number
  /** `null`: all. */
  events: ReadonlySet<string> | null
  ackDeadlineMs: number | null
  exclusive: boolean
  ordered: boolean
  /** Scanned this far; while `caughtUp`, what it was when it caught up. */
  upto: number
  /** Matching messages at or below `upto`; while `caughtUp` it follows from the queue's totals. */
  matched: number
  /** Everything committed is scanned. Only while attached: messages then come straight from the commit. */
  caughtUp = false
  acked = 0
  dead = 0
  expired = 0
  inFlight = 0
  retrying = 0
  readonly open = new OpenSet<Entry>()
  readonly ready = new Heap<Entry>((a, b) => a.seq < b.seq)
  /** Suspected poison: each goes out alone. */
  readonly alone = new Heap<Entry>((a, b) => a.seq < b.seq)
  readonly keys = new Map<string, KeyLine>()
  /** Restored deliveries whose key is not known yet: nothing is dispatched before they are. */
  unknownKeys = 0
  readonly consumers: Consumer[] = []
  /** Whose turn it is among `consumers`. */
  turn = 0
  /** Takes nothing new until it is empty, so that the turn of a suspect comes. */
  emptying: Consumer | null = null
  /** A page of the log is on its way. */
  reading = false
  awake = false
  deleted = false
  detachedAt: number | null
  /** Dead letters that must stand in the same commit as the state without them. */
  letters: DeadLetter[] = []
  settlements: Settlements | null = null
  /** The last 20 stretches that ended without being settled, oldest first. */
  skips: readonly Skip[]
  /** Messages that retention took before they were settled, ever. */
  aged: number
  /** Something unread is about to be removed for its age. */
  ageWarning = false
  /** It was moved back: of what is sent again, these have a letter from before. A second death replaces it. */
  readonly lettered = new Set<number>()
  /** Letters that left the list while somebody reads it; `null`: nobody does. */
  lettersGone: Set<number> | null = null
  /** Attempts of those that were taken back to be sent again: counted on, so that an ack of before settles nothing. */
  readonly takenBack = new Map<number, number>()
  /** Whose estimate `matched` is, while it is one. */
  guess: object | null = null
  readonly recentDead = new Map<number, RecentDead>()
  /** Kept while it does something. */
  trend: Trend | null = null
  /** When it was last moved without one, so that nobody reckons back beyond it. */
  movedAt = 0

  constructor(
    at: Pick<
      Subscription,
      | 'id'
      | 'queue'
      | 'name'
      | 'createdAt'
      | 'startSeq'
      | 'events'
      | 'ackDeadlineMs'
      | 'exclusive'
      | 'ordered'
      | 'skips'
      | 'aged'
    > & { readonly upto: number; readonly matched: number; readonly detachedAt: number },
  ) {
    this.id = at.id
    this.queue = at.queue
    this.name = at.name
    this.createdAt = at.createdAt
    this.startSeq = at.startSeq
    this.events = at.events
    this.ackDeadlineMs = at.ackDeadlineMs
    this.exclusive = at.exclusive
    this.ordered = at.ordered
    this.skips = at.skips
    this.aged = at.aged
    this.upto = at.upto
    this.matched = at.matched
    this.detachedAt = at.detachedAt
  }
}

/** A delivery that was given up; `again` is the seq of the copy that was made of it since. */
export interface RecentDead {
  /** Its letter lies in the list, or is on its way there. */
  readonly listed: boolean
  readonly reason: string
  readonly at: number
  readonly again: number | null
}

/** A link's part in a subscription: one of those that compete for its messages. */
export interface Consumer {
  readonly link: LinkState
  outlet: Outlet
  readonly subscription: Subscription
  readonly since: number
  credit: number
  batch: boolean
  inFlight: number
  /** Behind the active one of an exclusive subscription. */
  standby: boolean
  /** Takes nothing new: it holds a suspect alone. */
  reserved: boolean
  /** Leaves as soon as nothing is in flight. */
  draining: Draining | null
  gone: boolean
  /** Next `batch` call. */
  handover: { message: QueuedMessage; attempt: number }[]
  handoverBytes: number
}

/** Told once how it ended: it left, or it subscribed again before that. */
export interface Draining {
  done(): void
  undone(error: Error): void
}

/** A link's part in a queue's real-time dispatch. */
export interface Member {
  readonly link: LinkState
  outlet: Outlet
  readonly queue: Queue
  /** `null`: all. */
  events: ReadonlySet<string> | null
}

export interface LinkState {
  readonly link: Link
  readonly consumers: Set<Consumer>
  readonly members: Map<Queue, Member>
  unackedBytes: number
  /** Subscriptions that wait for this link's bytes. */
  readonly starved: Set<Subscription>
  readonly out: Meter
  readonly in: Meter
}

/** A named client's stays with one queue, oldest first; the last may be open. */
export interface Stay {
  readonly client: string
  readonly members: Set<Member>
  readonly past: Presence[]
  current: { readonly events: ReadonlySet<string> | null; readonly from: Position; readonly fromAt: number } | null
  /** Events that are counted in `away`, while it is away. */
  away: ReadonlySet<string> | null | undefined
}

/** Every figure of the core in one place: the defaults that clients see (docs/protocol.md), and the bounds that keep memory flat. */
const KIB = 1024
const MIB = 1024 * KIB
const GIB = 1024 * MIB
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

export interface Limits {
  readonly creditDefault: number
  readonly creditMax: number
  /** Unacknowledged bytes per link, whatever its namespaces. One message above it still goes alone. */
  readonly linkUnackedBytes: number
  readonly ackDeadlineMs: number
  readonly ackDeadlineMinMs: number
  readonly ackDeadlineMaxMs: number
  readonly maxFailures: number
  readonly backoffFirstMs: number
  readonly backoffMaxMs: number
  /** ± this share of the delay, so that a burst of failures does not come back as a burst. */
  readonly backoffJitter: number
  readonly nackDelayMaxMs: number
  /** Lost so often with its consumer, a message is dispatched alone. */
  readonly lossesUntilAlone: number
  readonly deliveriesUntilPoison: number
  readonly openMax: number
  readonly batchMessages: number
  readonly batchBytes: number
  /** One call of a `batch` consumer. */
  readonly handoverMessages: number
  readonly handoverBytes: number
  /** Publishes that wait for a commit, in all; above it `E_BUSY`. */
  readonly waitingBytes: number
  /** Real-time messages that wait to be logged; above it they are delivered but not kept. */
  readonly realtimeLogBytes: number
  readonly stateEveryMs: number
  readonly pageMessages: number
  readonly pageBytes: number
  /** Pages and windows of recent messages together; windows have half of it at most. */
  readonly cacheBytes: number
  /** Recent messages of one queue for subscriptions that are a little behind. */
  readonly windowBytes: number
  /** A delivery that waits for its retry keeps a message of at most this size in memory; others are read again. */
  readonly keepMessageBytes: number
  /** Delayed messages that are moved into their queues at once. */
  readonly duePage: number
  readonly dedupeMs: number
  readonly dedupeIds: number
  readonly presenceMs: number
  readonly settlementsKept: number
  readonly deadKept: number
  readonly storageBackoffFirstMs: number
  readonly storageBackoffMaxMs: number
  /** A commit without an answer for so long counts as a log that is away. */
  readonly storageSilentMs: number
  /** What was published longer ago is removed, read or not. A queue may have its own. */
  readonly retentionMs: number
  /** What one queue may store. It may have its own. */
  readonly maxBytes: number
  /** What all queues together may store. */
  readonly databaseBytes: number
  /** What everybody has is kept so long all the same. */
  readonly keepMs: number
  /** Dead letters, ended jobs and activities are kept so long. */
  readonly lettersMs: number
  /** People are warned, and room is made, from this share of a limit on. */
  readonly warnAt: number
  readonly idleAfterMs: number
  readonly idleExpiresMs: number
  /** A broker that was away for longer removes nothing for its age for `holdMs`. */
  readonly downMs: number
  readonly holdMs: number
  /** Tries of a commit after `drain` before its publishers are refused. */
  readonly drainTries: number
}

export const LIMITS: Limits = {
  creditDefault: 100,
  creditMax: 1_000,
  linkUnackedBytes: 4 * MIB,
  ackDeadlineMs: 30_000,
  ackDeadlineMinMs: 1_000,
  ackDeadlineMaxMs: 12 * 60 * MINUTE_MS,
  maxFailures: 5,
  backoffFirstMs: 1_000,
  backoffMaxMs: 5 * MINUTE_MS,
  backoffJitter: 0.2,
  nackDelayMaxMs: 30 * 24 * 60 * MINUTE_MS,
  lossesUntilAlone: 3,
  deliveriesUntilPoison: 20,
  openMax: 10_000,
  batchMessages: 1_000,
  batchBytes: 4 * MIB,
  handoverMessages: 100,
  handoverBytes: 512 * KIB,
  waitingBytes: 64 * MIB,
  realtimeLogBytes: 8 * MIB,
  stateEveryMs: 250,
  pageMessages: 1_000,
  pageBytes: MIB,
  cacheBytes: 64 * MIB,
  windowBytes: 8 * MIB,
  keepMessageBytes: 4 * KIB,
  duePage: 1_000,
  dedupeMs: 5 * MINUTE_MS,
  dedupeIds: 4_000_000,
  presenceMs: 24 * 60 * MINUTE_MS,
  settlementsKept: 1_024,
  deadKept: 1_000,
  storageBackoffFirstMs: 100,
  storageBackoffMaxMs: 5_000,
  storageSilentMs: 5_000,
  retentionMs: 7 * DAY_MS,
  maxBytes: 10 * GIB,
  databaseBytes: 64 * GIB,
  keepMs: DAY_MS,
  lettersMs: 30 * DAY_MS,
  warnAt: 0.8,
  idleAfterMs: DAY_MS,
  idleExpiresMs: 7 * DAY_MS,
  downMs: 60 * MINUTE_MS,
  holdMs: DAY_MS,
  drainTries: 5,
}

export interface BrokerOptions {
  /** `subscribe` and `publish` create a queue that does not exist. */
  readonly autoCreateQueues: boolean
  /** Smaller bounds for tests. */
  readonly limits?: Partial<Limits>
}

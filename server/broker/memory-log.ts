import type { Activity, DeadLetter, Job, LetterFilter, Presence, QueuedMessage, Scheduled } from './model.ts'
import type {
  Change,
  Commit,
  LetterPosition,
  Log,
  Needs,
  Page,
  QueueRecord,
  RealtimeRecord,
  Snapshot,
  StoredLetter,
  StoredScheduled,
  SubscriptionRecord,
  SubscriptionStateRecord,
  Trimmed,
} from './ports.ts'
import { LeaseLostError, StorageError } from './ports.ts'
import { indexAbove } from './structures/window.ts'

const RECENT_IDS_MS = 5 * 60_000
const PRESENCE_MS = 24 * 60 * 60_000
const DELETED_MS = 60_000

interface StoredQueue {
  record: QueueRecord
  lastSeq: number
  readonly totals: Map<string, number>
  bytes: number
  /** Of `bytes`, those of messages that are no longer in `messages`. */
  droppedBytes: number
  readonly messages: QueuedMessage[]
  /** By id, in the order in which they were put. */
  readonly scheduled: Map<string, Scheduled>
  readonly realtime: RealtimeRecord[]
  readonly presence: Map<string, Presence>
}

/** What a test may make the log do to the next commit. */
export type Fault =
  | { readonly kind: 'fail'; readonly error: Error }
  /** The process dies: nobody hears whether it was written. */
  | { readonly kind: 'crash'; readonly written: boolean }

/**
 * A log in memory, for tests and for trying things out. It outlives its owner: a new broker on the same log is a restart,
 * and acquiring it fences the one before. Commits are durable a microtask after they were asked for.
 */
export class MemoryLog implements Log {
  readonly queues = new Map<number, StoredQueue>()
  readonly subscriptions = new Map<number, SubscriptionRecord>()
  readonly states = new Map<number, SubscriptionStateRecord>()
  /** Oldest first, as they were put. */
  readonly stored: StoredLetter[] = []
  readonly jobs = new Map<string, Job>()
  readonly activities: Activity[] = []
  readonly deletedQueues: { readonly name: string; readonly at: number }[] = []
  /** Letters that were put although they stood there: the core must not do that. */
  repeatedLetters = 0
  /** Commits that were written. */
  commits = 0
  reads = 0
  #newestAt = 0
  #agesFrom = 0
  #lastQueueId = 0
  #lastSubscriptionId = 0
  #owner: { epoch: number; onLost: ((reason: string) => void) | null } = { epoch: 0, onLost: null }
  readonly #faults: Fault[] = []
  #gate: Promise<void> | null = null

  /** Every dead letter, oldest first. */
  get letters(): readonly DeadLetter[] {
    return this.stored.map(({ letter }) => letter)
  }

  /** The next commits meet these, one each. */
  inject(...faults: Fault[]): void {
    this.#faults.push(...faults)
  }

  /** Commits wait until the answer is called. */
  hold(): () => void {
    let open = (): void => {}
    this.#gate = new Promise((resolve) => {
      open = resolve
    })
    return () => {
      this.#gate = null
      open()
    }
  }

  acquire(onLost: (reason: string) => void): Promise<Snapshot> {
    this.#take(onLost)
    return Promise.resolve(this.#snapshot())
  }

  append(commit: Commit): Promise<void> {
    return this.#append(commit, this.#owner.epoch)
  }

  doubt(): null {
    return null
  }

  /** The log as one process sees it: fenced by the next owner, and dead after `kill`, when nobody hears from it again. */
  session(): Log & { kill(): void } {
    let epoch = -1
    let dead = false
    return {
      acquire: async (onLost) => {
        epoch = this.#take((reason) => dead || onLost(reason))
        return this.#snapshot()
      },
      append: (commit) => (dead ? never() : this.#append(commit, epoch).then(() => (dead ? never() : undefined))),
      doubt: () => null,
      read: (...range) => (dead ? never() : this.read(...range)),
      seqAt: (queueId, time) => (dead ? never() : this.seqAt(queueId, time)),
      measure: (...range) => (dead ? never() : this.measure(...range)),
      due: (until, limit) => (dead ? never() : this.due(until, limit)),
      nextDueAt: () => (dead ? never() : this.nextDueAt()),
      findScheduled: (queueId, id) => (dead ? never() : this.findScheduled(queueId, id)),
      findLetters: (...request) => (dead ? never() : this.findLetters(...request)),
      countLetters: (filter) => (dead ? never() : this.countLetters(filter)),
      trim: (needs) => (dead ? never() : this.trim(needs)),
      release: async () => {
        if (epoch === this.#owner.epoch) await this.release()
      },
      kill: () => {
        dead = true
      },
    }
  }

  #take(onLost: (reason: string) => void): number {
    const before = this.#owner
    this.#owner = { epoch: before.epoch + 1, onLost }
    before.onLost?.('another process has acquired the log')
    return this.#owner.epoch
  }

  async #append(commit: Commit, epoch: number): Promise<void> {
    if (this.#gate !== null) await this.#gate
    const fault = this.#faults.shift()
    if (fault?.kind === 'fail') throw fault.error
    if (fault?.kind === 'crash' && !fault.written) return never()
    if (epoch !== this.#owner.epoch) throw new LeaseLostError('another process has acquired the log')
    this.#check(commit)
    this.#write(commit)
    if (fault?.kind === 'crash') return never()
  }

  async read(queueId: number, after: number, upTo: number, limit: number, maxBytes: number): Promise<Page> {
    this.reads++
    const stored = this.queues.get(queueId)
    const messages: QueuedMessage[] = []
    let bytes = 0
    if (stored === undefined) return { messages, through: upTo }
    for (let i = indexAbove(stored.messages, 0, after); messages.length < limit && bytes < maxBytes; i++) {
      const message = stored.messages[i]
      if (message === undefined || message.seq > upTo) return { messages, through: upTo }
      messages.push(message)
      bytes += message.bytes
    }
    return { messages, through: messages[messages.length - 1]?.seq ?? after }
  }

  async seqAt(queueId: number, time: number): Promise<number | null> {
    return this.queues.get(queueId)?.messages.find((message) => message.publishedAt >= time)?.seq ?? null
  }

  async measure(queueId: number, after: number, upTo: number): Promise<{ messages: number; bytes: number }> {
    const within = this.#messages(queueId).filter(({ seq }) => seq > after && seq <= upTo)
    return { messages: within.length, bytes: bytesOf(within) }
  }

  async due(until: number, limit: number): Promise<StoredScheduled[]> {
    return this.#schedule()
      .filter(({ scheduled }) => scheduled.dueAt <= until)
      .slice(0, limit)
  }

  async nextDueAt(): Promise<number | null> {
    return this.#schedule()[0]?.scheduled.dueAt ?? null
  }

  async findScheduled(queueId: number, id: string): Promise<Scheduled | null> {
    return this.queues.get(queueId)?.scheduled.get(id) ?? null
  }

  async findLetters(filter: LetterFilter, after: LetterPosition | null, limit: number): Promise<StoredLetter[]> {
    return this.stored
      .filter((stored) => isMeant(stored, filter) && (after === null || order(positionOf(stored), after) > 0))
      .sort((a, b) => order(positionOf(a), positionOf(b)))
      .slice(0, limit)
  }

  async countLetters(filter: LetterFilter): Promise<number> {
    return this.stored.filter((stored) => isMeant(stored, filter)).length
  }

  async trim({ floors, keepFrom, lettersFrom }: Needs): Promise<Trimmed> {
    const dropped = new Map<number, { through: number; bytes: number }>()
    for (const [queueId, stored] of this.queues) {
      const floor = floors.get(queueId) ?? Number.POSITIVE_INFINITY
      const kept = stored.messages.findIndex(({ seq, publishedAt }) => seq >= floor || publishedAt >= keepFrom)
      const gone = stored.messages.splice(0, kept < 0 ? stored.messages.length : kept)
      const last = gone[gone.length - 1]
      stored.droppedBytes += bytesOf(gone)
      if (last !== undefined) dropped.set(queueId, { through: last.seq, bytes: stored.droppedBytes })
    }
    return { dropped, lettersForgotten: this.#forgetLetters(lettersFrom) }
  }

  #forgetLetters(from: number): Map<number, number> {
    const forgotten = new Map<number, number>()
    for (const { subscriptionId, letter } of this.stored) {
      if (letter.deadAt < from) forgotten.set(subscriptionId, (forgotten.get(subscriptionId) ?? 0) + 1)
    }
    const kept = this.stored.filter(({ letter }) => letter.deadAt >= from)
    this.stored.splice(0, this.stored.length, ...kept)
    return forgotten
  }

  #messages(queueId: number): readonly QueuedMessage[] {
    return this.queues.get(queueId)?.messages ?? []
  }

  /** By due time; those of the same stand as they were put, queue by queue. */
  #schedule(): StoredScheduled[] {
    const all = [...this.queues].flatMap(([queueId, queue]) =>
      [...queue.scheduled.values()].map((scheduled) => ({ queueId, scheduled })),
    )
    return all.sort((a, b) => a.scheduled.dueAt - b.scheduled.dueAt)
  }

  async release(): Promise<void> {
    this.#owner = { epoch: this.#owner.epoch + 1, onLost: null }
  }

  #check(commit: Commit): void {
    const last = new Map<number, number>()
    const created = new Set(commit.changes.flatMap((change) => (change.kind === 'putQueue' ? [change.queue.id] : [])))
    for (const { queueId, message } of commit.messages) {
      const stored = this.queues.get(queueId)
      if (stored === undefined && !created.has(queueId)) throw new StorageError(`no queue ${queueId}`, false)
      const before = last.get(queueId) ?? stored?.lastSeq ?? 0
      if (message.seq <= before) throw new StorageError(`seq ${message.seq} after ${before} in queue ${queueId}`, false)
      last.set(queueId, message.seq)
    }
  }

  #write(commit: Commit): void {
    this.commits++
    for (const change of commit.changes) this.#apply(change)
    for (const { queueId, message } of commit.messages) this.#store(queueId, message)
    for (const { queueId, record } of commit.realtime) {
      this.queues.get(queueId)?.realtime.push(record)
      this.#seen(record.message.publishedAt)
    }
    for (const state of commit.states) {
      if (this.subscriptions.has(state.subscriptionId)) this.states.set(state.subscriptionId, state)
      this.#seen(state.updatedAt)
    }
  }

  #store(queueId: number, message: QueuedMessage): void {
    const stored = this.queues.get(queueId)
    if (stored === undefined) return
    stored.messages.push(message)
    stored.lastSeq = message.seq
    const line = message.only === null ? message.event : `@${message.only}`
    stored.totals.set(line, (stored.totals.get(line) ?? 0) + 1)
    stored.bytes += message.bytes
    this.#seen(message.publishedAt)
  }

  #apply(change: Change): void {
    switch (change.kind) {
      case 'putQueue':
        return this.#putQueue(change.queue)
      case 'deleteQueue':
        this.queues.delete(change.queueId)
        this.deletedQueues.push({ name: change.name, at: this.#newestAt })
        for (const { id, queueId } of this.subscriptions.values()) if (queueId === change.queueId) this.#unsubscribe(id)
        return
      case 'putSubscription':
        this.subscriptions.set(change.subscription.id, change.subscription)
        this.#lastSubscriptionId = Math.max(this.#lastSubscriptionId, change.subscription.id)
        return
      case 'deleteSubscription':
        return this.#unsubscribe(change.subscriptionId)
      case 'putDeadLetter':
        return this.#putLetter(change)
      case 'deleteDeadLetter':
        return this.#deleteLetter(change.subscriptionId, change.seq)
      case 'putScheduled':
        this.queues.get(change.queueId)?.scheduled.set(change.scheduled.message.id, change.scheduled)
        return this.#seen(change.scheduled.message.publishedAt)
      case 'deleteScheduled':
        this.queues.get(change.queueId)?.scheduled.delete(change.id)
        return
      case 'putJob':
        this.jobs.set(change.job.id, change.job)
        return
      case 'putActivity':
        this.activities.push(change.activity)
        return this.#seen(change.activity.at)
      case 'putAgesFrom':
        this.#agesFrom = change.at
        return
      case 'putPresence':
        return this.#putPresence(change.queueId, change.presence)
    }
  }

  #unsubscribe(id: number): void {
    this.subscriptions.delete(id)
    this.states.delete(id)
  }

  /** Once per subscription and seq, also when it is asked for twice. */
  #putLetter({ queueId, subscriptionId, letter }: Extract<Change, { kind: 'putDeadLetter' }>): void {
    const there = this.stored.some(
      (other) => other.subscriptionId === subscriptionId && other.letter.seq === letter.seq,
    )
    if (there) this.repeatedLetters++
    else this.stored.push({ queueId, subscriptionId, letter })
  }

  #deleteLetter(subscriptionId: number, seq: number): void {
    const at = this.stored.findIndex((other) => other.subscriptionId === subscriptionId && other.letter.seq === seq)
    if (at >= 0) this.stored.splice(at, 1)
  }

  #putQueue(record: QueueRecord): void {
    this.#lastQueueId = Math.max(this.#lastQueueId, record.id)
    const stored = this.queues.get(record.id)
    if (stored !== undefined) {
      stored.record = record
      return
    }
    this.queues.set(record.id, {
      record,
      lastSeq: record.lastSeq,
      totals: new Map(record.totals),
      bytes: record.bytes,
      droppedBytes: 0,
      messages: [],
      scheduled: new Map(),
      realtime: [],
      presence: new Map(),
    })
  }

  /** One row per client and beginning: the end of a stay replaces its beginning. */
  #putPresence(queueId: number, presence: Presence): void {
    const { client, from } = presence
    this.queues.get(queueId)?.presence.set(`${client}\n${from.seq}\n${from.ord}\n${presence.fromAt}`, presence)
    this.#seen(presence.toAt ?? presence.fromAt)
  }

  #recentScheduled(since: number): Snapshot['recentScheduled'][number][] {
    return this.#schedule()
      .map(({ queueId, scheduled }) => ({
        queueId,
        id: scheduled.message.id,
        dueAt: scheduled.dueAt,
        at: scheduled.message.publishedAt,
      }))
      .filter(({ at }) => at > since)
      .sort((a, b) => a.at - b.at)
  }

  #seen(at: number): void {
    if (at > this.#newestAt) this.#newestAt = at
  }

  #snapshot(): Snapshot {
    const newestAt = this.#newestAt
    const queues = [...this.queues.values()]
    return {
      queues: queues.map(recordOf),
      lastQueueId: this.#lastQueueId,
      lastSubscriptionId: this.#lastSubscriptionId,
      subscriptions: [...this.subscriptions.values()],
      states: [...this.states.values()],
      presence: queues.flatMap((queue) =>
        [...queue.presence.values()]
          .filter((presence) => presence.to === null || (presence.toAt ?? 0) > newestAt - PRESENCE_MS)
          .map((presence) => ({ queueId: queue.record.id, presence })),
      ),
      scheduled: {
        counts: new Map(queues.map((queue) => [queue.record.id, queue.scheduled.size])),
        nextDueAt: this.#schedule()[0]?.scheduled.dueAt ?? null,
      },
      recentScheduled: this.#recentScheduled(newestAt - RECENT_IDS_MS),
      jobs: [...this.jobs.values()],
      deletedQueues: this.deletedQueues.filter(({ at }) => at > newestAt - DELETED_MS),
      letterCounts: countBy(this.stored, ({ subscriptionId }) => subscriptionId),
      agesFrom: this.#agesFrom,
      lastAliveAt: newestAt,
      recentIds: queues.flatMap((queue) => recentIds(queue, newestAt - RECENT_IDS_MS)).sort((a, b) => a.at - b.at),
      newestAt,
    }
  }
}

function countBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, number> {
  const counts = new Map<K, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}

function bytesOf(messages: readonly QueuedMessage[]): number {
  return messages.reduce((sum, { bytes }) => sum + bytes, 0)
}

function positionOf({ subscriptionId, letter }: StoredLetter): LetterPosition {
  return { deadAt: letter.deadAt, subscriptionId, seq: letter.seq }
}

function order(a: LetterPosition, b: LetterPosition): number {
  return a.deadAt - b.deadAt || a.subscriptionId - b.subscriptionId || a.seq - b.seq
}

function isMeant({ letter }: StoredLetter, filter: LetterFilter): boolean {
  const { queue = letter.queue, subscription = letter.subscription, event = letter.message.event } = filter
  const { reason = letter.reason, since = letter.deadAt, until = letter.deadAt } = filter
  const named = queue === letter.queue && subscription === letter.subscription && event === letter.message.event
  const listed =
    filter.items?.some(
      (item) => item.queue === letter.queue && item.subscription === letter.subscription && item.seq === letter.seq,
    ) ?? true
  return named && listed && reason === letter.reason && since <= letter.deadAt && letter.deadAt <= until
}

function recordOf(queue: StoredQueue): QueueRecord {
  const last = queue.realtime[queue.realtime.length - 1]?.position
  return {
    ...queue.record,
    lastSeq: queue.lastSeq,
    lastOrd: last !== undefined && last.seq === queue.lastSeq ? last.ord : 0,
    totals: new Map(queue.totals),
    bytes: queue.bytes,
  }
}

function recentIds(queue: StoredQueue, since: number): Snapshot['recentIds'][number][] {
  const recent: Snapshot['recentIds'][number][] = []
  for (let i = queue.messages.length - 1; i >= 0; i--) {
    const message = queue.messages[i]
    if (message === undefined || message.publishedAt <= since) break
    if (message.only === null)
      recent.push({ queueId: queue.record.id, id: message.id, seq: message.seq, at: message.publishedAt })
  }
  return recent
}

/** What a dead process hears. */
function never<T>(): Promise<T> {
  return new Promise<T>(() => {})
}

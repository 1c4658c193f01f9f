import type { DeadLetter, Presence, QueuedMessage } from './model.ts'
import type {
  Change,
  Commit,
  Log,
  Page,
  QueueRecord,
  RealtimeRecord,
  Snapshot,
  SubscriptionRecord,
  SubscriptionStateRecord,
} from './ports.ts'
import { LeaseLostError, StorageError } from './ports.ts'
import { indexAbove } from './structures/window.ts'

const RECENT_IDS_MS = 5 * 60_000
const RETENTION_MS = 24 * 60 * 60_000
const PRESENCE_MS = 24 * 60 * 60_000

interface StoredQueue {
  record: QueueRecord
  lastSeq: number
  readonly totals: Map<string, number>
  readonly messages: QueuedMessage[]
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
  readonly letters: DeadLetter[] = []
  /** Letters that were put although they stood there: the core must not do that. */
  repeatedLetters = 0
  /** Commits that were written. */
  commits = 0
  reads = 0
  #newestAt = 0
  #lastQueueId = 0
  #lastSubscriptionId = 0
  #owner: { epoch: number; onLost: ((reason: string) => void) | null } = { epoch: 0, onLost: null }
  readonly #faults: Fault[] = []
  #gate: Promise<void> | null = null

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
      trim: (floors) => this.trim(floors),
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

  /** Drops what nobody needs once it is a day old. */
  async trim(floors: ReadonlyMap<number, number>): Promise<void> {
    for (const [queueId, floor] of floors) {
      const messages = this.queues.get(queueId)?.messages ?? []
      const young = messages.findIndex((message) => message.publishedAt > this.#newestAt - RETENTION_MS)
      const old = young < 0 ? messages.length : young
      messages.splice(0, Math.min(old, indexAbove(messages, 0, floor - 1)))
    }
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
    stored.totals.set(message.event, (stored.totals.get(message.event) ?? 0) + 1)
    this.#seen(message.publishedAt)
  }

  #apply(change: Change): void {
    switch (change.kind) {
      case 'putQueue':
        return this.#putQueue(change.queue)
      case 'deleteQueue':
        this.queues.delete(change.queueId)
        return
      case 'putSubscription':
        this.subscriptions.set(change.subscription.id, change.subscription)
        this.#lastSubscriptionId = Math.max(this.#lastSubscriptionId, change.subscription.id)
        return
      case 'deleteSubscription':
        this.subscriptions.delete(change.subscriptionId)
        this.states.delete(change.subscriptionId)
        return
      case 'putDeadLetter':
        return this.#putLetter(change.letter)
      case 'putPresence':
        return this.#putPresence(change.queueId, change.presence)
    }
  }

  /** Once per (queue, subscription, seq), also when it is asked for twice. */
  #putLetter(letter: DeadLetter): void {
    const same = (other: DeadLetter): boolean =>
      other.queue === letter.queue && other.subscription === letter.subscription && other.seq === letter.seq
    if (this.letters.some(same)) this.repeatedLetters++
    else this.letters.push(letter)
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
      messages: [],
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
      recentIds: queues.flatMap((queue) => recentIds(queue, newestAt - RECENT_IDS_MS)).sort((a, b) => a.at - b.at),
      newestAt,
    }
  }
}

function recordOf(queue: StoredQueue): QueueRecord {
  const last = queue.realtime[queue.realtime.length - 1]?.position
  return {
    ...queue.record,
    lastSeq: queue.lastSeq,
    lastOrd: last !== undefined && last.seq === queue.lastSeq ? last.ord : 0,
    totals: new Map(queue.totals),
  }
}

function recentIds(queue: StoredQueue, since: number): Snapshot['recentIds'][number][] {
  const recent: Snapshot['recentIds'][number][] = []
  for (let i = queue.messages.length - 1; i >= 0; i--) {
    const message = queue.messages[i]
    if (message === undefined || message.publishedAt <= since) break
    recent.push({ queueId: queue.record.id, id: message.id, seq: message.seq, at: message.publishedAt })
  }
  return recent
}

/** What a dead process hears. */
function never<T>(): Promise<T> {
  return new Promise<T>(() => {})
}

import type { Activity, DeadLetter, Job, Minute } from '../model.ts'
import type { Change, Commit, Needs, Snapshot, SubscriptionRecord, SubscriptionStateRecord, Trimmed } from '../ports.ts'
import { StorageError } from '../ports.ts'
import { MemoryLetters } from './letters.ts'
import {
  dropMessages,
  newQueue,
  putPresence,
  recentIds,
  recordOf,
  type StoredQueue,
  storeMessage,
  updateQueue,
} from './queues.ts'
import { MemorySchedule } from './schedule.ts'
import { timesOf } from './times.ts'

const RECENT_IDS_MS = 5 * 60_000
const PRESENCE_MS = 24 * 60 * 60_000
const DELETED_MS = 60_000
const MINUTES_MS = 15 * 60_000
const MINUTES_KEPT_MS = 25 * 60 * 60_000
const ENDED_JOBS = 100

/** What a log in memory holds, whoever owns it. */
export class MemoryStore {
  readonly queues = new Map<number, StoredQueue>()
  readonly subscriptions = new Map<number, SubscriptionRecord>()
  readonly states = new Map<number, SubscriptionStateRecord>()
  readonly deadLetters = new MemoryLetters()
  readonly schedule = new MemorySchedule()
  readonly jobs = new Map<string, Job>()
  readonly activities: Activity[] = []
  /** By queue and minute. */
  readonly minutes = new Map<string, Minute>()
  readonly deletedQueues: { readonly name: string; readonly at: number }[] = []
  #newestAt = 0
  #agesFrom = 0
  #lastQueueId = 0
  #lastSubscriptionId = 0

  /** Every dead letter, oldest first. */
  get letters(): readonly DeadLetter[] {
    return this.deadLetters.all.map(({ letter }) => letter)
  }

  /** @throws StorageError where a seq does not rise, or its queue is unknown. */
  check(commit: Commit): void {
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

  write(commit: Commit): void {
    this.#newestAt = timesOf(commit).reduce((newest, at) => Math.max(newest, at), this.#newestAt)
    for (const change of commit.changes) this.#apply(change)
    for (const { queueId, message } of commit.messages) {
      const stored = this.queues.get(queueId)
      if (stored !== undefined) storeMessage(stored, message)
    }
    for (const { queueId, record } of commit.realtime) this.queues.get(queueId)?.realtime.push(record)
    for (const state of commit.states) {
      if (this.subscriptions.has(state.subscriptionId)) this.states.set(state.subscriptionId, state)
    }
  }

  #apply(change: Change): void {
    switch (change.kind) {
      case 'putQueue':
        return this.#putQueue(change.queue)
      case 'deleteQueue':
        return this.#deleteQueue(change.queueId, change.name)
      case 'putSubscription':
        this.subscriptions.set(change.subscription.id, change.subscription)
        this.#lastSubscriptionId = Math.max(this.#lastSubscriptionId, change.subscription.id)
        return
      case 'deleteSubscription':
        return this.#unsubscribe(change.subscriptionId)
      case 'putDeadLetter':
        return this.deadLetters.put(change)
      case 'deleteDeadLetter':
        return this.deadLetters.delete(change.subscriptionId, change.seq)
      case 'putScheduled':
        if (this.queues.has(change.queueId)) this.schedule.put(change.queueId, change.scheduled)
        return
      case 'deleteScheduled':
        return this.schedule.delete(change.queueId, change.id)
      case 'putJob':
        this.jobs.set(change.job.id, change.job)
        return
      case 'putActivity':
        this.activities.push(change.activity)
        return
      case 'putMinutes':
        for (const minute of change.minutes) this.minutes.set(`${minute.queueId}:${minute.at}`, minute)
        return
      case 'putAgesFrom':
        this.#agesFrom = change.at
        return
      case 'putPresence':
        return this.#stay(change)
    }
  }

  #putQueue(record: StoredQueue['record']): void {
    this.#lastQueueId = Math.max(this.#lastQueueId, record.id)
    const stored = this.queues.get(record.id)
    if (stored === undefined) this.queues.set(record.id, newQueue(record))
    else updateQueue(stored, record)
  }

  #deleteQueue(id: number, name: string): void {
    if (!this.queues.delete(id)) return
    this.schedule.deleteQueue(id)
    for (const [key, { queueId }] of this.minutes) if (queueId === id) this.minutes.delete(key)
    this.deletedQueues.push({ name, at: this.#newestAt })
    for (const subscription of this.subscriptions.values()) {
      if (subscription.queueId === id) this.#unsubscribe(subscription.id)
    }
  }

  #unsubscribe(id: number): void {
    this.subscriptions.delete(id)
    this.states.delete(id)
  }

  #stay({ queueId, presence }: Extract<Change, { kind: 'putPresence' }>): void {
    const stored = this.queues.get(queueId)
    if (stored !== undefined) putPresence(stored, presence)
  }

  /** See `Log.trim`; it drops single messages. */
  drop({ floors, keepFrom, lettersFrom }: Needs): Trimmed {
    const dropped = new Map<number, { through: number; bytes: number }>()
    for (const [queueId, stored] of this.queues) {
      const gone = dropMessages(stored, floors.get(queueId) ?? Number.POSITIVE_INFINITY, keepFrom)
      if (gone !== null) dropped.set(queueId, gone)
    }
    for (const { id, endedAt } of this.jobs.values()) {
      if (endedAt !== null && endedAt < lettersFrom) this.jobs.delete(id)
    }
    for (const [key, { at }] of this.minutes) if (at < this.#newestAt - MINUTES_KEPT_MS) this.minutes.delete(key)
    const kept = this.activities.filter(({ at }) => at >= lettersFrom)
    this.activities.splice(0, this.activities.length, ...kept)
    return { dropped, lettersForgotten: this.deadLetters.forget(lettersFrom) }
  }

  snapshot(): Snapshot {
    const newestAt = this.#newestAt
    const queues = [...this.queues.values()]
    const since = newestAt - RECENT_IDS_MS
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
      ...this.schedule.summary(since),
      jobs: this.#lastJobs(),
      deletedQueues: this.deletedQueues.filter(({ at }) => at > newestAt - DELETED_MS),
      minutes: [...this.minutes.values()].filter(({ at }) => at > newestAt - MINUTES_MS),
      letterCounts: this.deadLetters.counts(),
      agesFrom: this.#agesFrom,
      lastAliveAt: newestAt,
      recentIds: queues.flatMap((queue) => recentIds(queue, since)).sort((a, b) => a.at - b.at),
      newestAt,
    }
  }

  /** Those that run, and the last that ended; as they were created. */
  #lastJobs(): Job[] {
    const all = [...this.jobs.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    const ended = new Set(all.filter(({ endedAt }) => endedAt !== null).slice(-ENDED_JOBS))
    return all.filter((job) => job.endedAt === null || ended.has(job))
  }
}

import { BrokerError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { Change, Clock, Commit, Log, RealtimeRecord } from '../ports.ts'
import { LeaseLostError, StorageError } from '../ports.ts'
import type { Queue, Subscription, Waiting } from '../state.ts'
import { Fifo } from '../structures/fifo.ts'
import { Silence } from './silence.ts'
import type { Waiter } from './states.ts'
import { recordOf, States } from './states.ts'

interface Batch {
  readonly commit: Commit
  readonly publishes: readonly Waiting[]
  readonly states: readonly Subscription[]
  readonly waiters: Waiter[]
}

export interface BatcherHooks {
  /** These are durable now, in this order. */
  committed(publishes: readonly Waiting[]): void
  refused(publishes: readonly Waiting[], error: BrokerError): void
  /** The log fails (with the error) or works again (`null`). */
  storage(error: Error | null): void
  lost(error: Error): void
}

const PRESENCE_PER_COMMIT = 2_000
/** Some 60 small messages: the plain pipeline gained 10 %. */
const WORTH_SENDING_BYTES = 8 * 1024

/**
 * The one writer. `idle` → `committing` → `idle` or, when the log fails for now, `waiting` → `committing` the same batch
 * again; `stopped` for good once the lease is lost or the broker drained.
 *
 * What arrives while a commit is under way forms the next one: no timer, no added latency at low load, one in flight.
 */
export class Batcher {
  readonly #log: Log
  readonly #clock: Clock
  readonly #limits: Limits
  readonly #hooks: BatcherHooks
  /** Queues with waiting publishes, in turn. */
  #turn: Queue[] = []
  #waitingBytes = 0
  readonly #realtime = new Fifo<{ queueId: number; record: RealtimeRecord }>()
  #realtimeBytes = 0
  #changes: Change[] = []
  #changeWaiters: Waiter[] = []
  readonly #presence = new Fifo<Change>()
  readonly #states: States
  readonly #silence: Silence
  #phase: 'idle' | 'scheduled' | 'committing' | 'waiting' | 'stopped' = 'idle'
  #batch: Batch | null = null
  #failures = 0
  #retryTimer: (() => void) | null = null
  #draining: (() => void) | null = null

  constructor(log: Log, clock: Clock, limits: Limits, hooks: BatcherHooks) {
    this.#log = log
    this.#clock = clock
    this.#limits = limits
    this.#hooks = hooks
    this.#silence = new Silence(clock, limits.storageSilentMs, (ms) => hooks.storage(silentError(ms)))
    this.#states = new States(clock, limits.stateEveryMs, () => this.#schedule())
  }

  /** Bytes of publishes that are not committed yet. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  publish(waiting: Waiting): void {
    const { queue } = waiting
    if (queue.waiting.size === 0) this.#turn.push(queue)
    queue.waiting.push(waiting)
    this.#waitingBytes += waiting.message.bytes
    queue.waitingBytes += waiting.message.bytes
    this.#schedule()
  }

  /** Puts a real-time message into the log some time; `false`: there is too much, it is not kept. */
  realtime(queueId: number, record: RealtimeRecord): boolean {
    const { bytes } = record.message
    if (this.#realtimeBytes + bytes > this.#limits.realtimeLogBytes) return false
    this.#realtimeBytes += bytes
    this.#realtime.push({ queueId, record })
    this.#schedule()
    return true
  }

  change(change: Change, waiter?: Waiter): void {
    if (this.#phase === 'stopped') return waiter?.refused(stoppedError())
    this.#changes.push(change)
    if (waiter !== undefined) this.#changeWaiters.push(waiter)
    this.#schedule()
  }

  presence(change: Change): void {
    this.#presence.push(change)
    this.#schedule()
  }

  /** Its state is written within 250 ms. */
  touch(subscription: Subscription): void {
    if (this.#phase !== 'stopped') this.#states.touch(subscription)
  }

  /** Its state, as it is when the next batch forms, is in that batch. */
  urgent(subscription: Subscription, waiter?: Waiter): void {
    if (this.#phase === 'stopped') return waiter?.refused(stoppedError())
    this.#states.urgent(subscription, waiter)
    this.#schedule()
  }

  /** Told when what has its seq by now is committed and dispatched, or will never be. */
  underWay(waiter: Waiter): void {
    if (this.#batch === null) waiter.done()
    else this.#batch.waiters.push(waiter)
  }

  /** Told when every change that was asked for by now is on disk. */
  written(waiter: Waiter): void {
    if (this.#phase === 'stopped') return waiter.refused(stoppedError())
    if (this.#changes.length === 0) return this.underWay(waiter)
    this.#changeWaiters.push(waiter)
    this.#schedule()
  }

  /**
   * A deleted subscription's state is not written any more; its letters are. Who waited for its state waits for the next
   * commit, which its end must be in: a crash before that brings it back as it was.
   */
  forget(subscription: Subscription): void {
    for (const change of this.#states.letters(subscription)) this.change(change)
    this.#changeWaiters.push(...this.#states.forget(subscription))
  }

  /** A deleted queue: what waits for a commit is not stored any more, and its publishers are refused. */
  forgetQueue(queue: Queue, error: BrokerError): void {
    const publishes = queue.waiting.takeAll()
    this.#turn = this.#turn.filter((other) => other !== queue)
    this.#noLongerWaiting(publishes)
    for (const waiting of this.#realtime.takeAll()) {
      if (waiting.queueId !== queue.id) this.#realtime.push(waiting)
      else this.#realtimeBytes -= waiting.record.message.bytes
    }
    for (const change of this.#presence.takeAll()) {
      if (change.kind !== 'putPresence' || change.queueId !== queue.id) this.#presence.push(change)
    }
    this.#hooks.refused(publishes, error)
  }

  /** Commits all that is left and resolves; refuses it instead once the log has failed several times. */
  drain(): Promise<void> {
    this.#states.due()
    return new Promise((resolve) => {
      this.#draining = resolve
      this.#schedule()
      if (this.#phase === 'idle' || this.#phase === 'stopped') this.#drained()
    })
  }

  /** Nothing more is written; whoever waits is refused with a retryable error. */
  stop(error: BrokerError = stoppedError()): void {
    if (this.#phase === 'stopped') return
    this.#phase = 'stopped'
    this.#retryTimer?.()
    this.#silence.stop()
    const batch = this.#batch
    const publishes = [...(batch?.publishes ?? []), ...this.#turn.flatMap((queue) => queue.waiting.takeAll())]
    const waiters = [...(batch?.waiters ?? []), ...this.#changeWaiters, ...this.#states.stop()]
    this.#turn = []
    this.#hooks.refused(publishes, error)
    for (const waiter of waiters) waiter.refused(error)
    this.#drained()
  }

  #noLongerWaiting(publishes: readonly Waiting[]): void {
    for (const { queue, message } of publishes) {
      this.#waitingBytes -= message.bytes
      queue.waitingBytes -= message.bytes
    }
  }

  #schedule(): void {
    if (this.#phase !== 'idle') return
    this.#phase = 'scheduled'
    this.#clock.soon(() => {
      if (this.#phase === 'scheduled') this.#next()
    })
  }

  #next(): void {
    this.#phase = 'idle'
    const batch = this.#form()
    if (batch !== null) this.#send(batch)
    else this.#drained()
  }

  #drained(): void {
    const resolve = this.#draining
    if (resolve === null) return
    if (this.#phase !== 'idle' && this.#phase !== 'stopped') return
    this.#draining = null
    resolve()
  }

  #send(batch: Batch): void {
    this.#phase = 'committing'
    this.#batch = batch
    this.#silence.sent()
    this.#log.append(batch.commit).then(
      () => this.#done(batch),
      (error: unknown) => this.#failed(batch, error),
    )
  }

  /**
   * A next batch that is worth it leaves before this one is dispatched, so that the log works meanwhile. A small one
   * waits for what the dispatch and one look at the sockets bring: many small commits cost more than they save.
   */
  #done(batch: Batch): void {
    if (this.#phase === 'stopped') return
    if (this.#silence.answered() || this.#failures > 0) this.#hooks.storage(null)
    this.#failures = 0
    this.#batch = null
    this.#phase = 'idle'
    this.#noLongerWaiting(batch.publishes)
    const next = this.#waitingBytes >= WORTH_SENDING_BYTES ? this.#form() : null
    if (next !== null) this.#send(next)
    this.#hooks.committed(batch.publishes)
    for (const waiter of batch.waiters) waiter.done()
    if (this.#phase === 'idle') this.#schedule()
  }

  #failed(batch: Batch, error: unknown): void {
    if (this.#phase === 'stopped') return
    if (error instanceof LeaseLostError) return this.#hooks.lost(error)
    this.#silence.answered()
    this.#failures++
    const retryable = error instanceof StorageError && error.retryable
    this.#hooks.storage(error instanceof Error ? error : new Error(String(error)))
    if (this.#draining !== null && this.#failures >= this.#limits.drainTries) return this.stop()
    this.#phase = 'waiting'
    if (!retryable) this.#takeBack(batch)
    this.#retryTimer = this.#clock.at(this.#clock.now() + this.#backoffMs(), () => {
      if (this.#phase !== 'waiting') return
      if (retryable) this.#send(batch)
      else this.#next()
    })
  }

  #backoffMs(): number {
    const doubled = this.#limits.storageBackoffFirstMs * 2 ** Math.min(this.#failures - 1, 20)
    return Math.min(doubled, this.#limits.storageBackoffMaxMs)
  }

  /**
   * Sending it again cannot help: its publishes are refused (their seqs become gaps), the rest goes into the next one.
   * Presence does not: it is for people, and one stay that cannot be stored must not stop the broker.
   */
  #takeBack(batch: Batch): void {
    this.#batch = null
    this.#noLongerWaiting(batch.publishes)
    this.#hooks.refused(
      batch.publishes,
      new BrokerError('E_STORAGE', 'the log could not store it', { retryAfterMs: 1_000 }),
    )
    const lettersOf = new Map(batch.states.map((state) => [state.id, state]))
    const refused = new Set(batch.publishes.flatMap(({ along }) => along ?? []))
    const changes: Change[] = []
    for (const change of batch.commit.changes) {
      if (refused.has(change) || change.kind === 'putScheduled') continue
      const owner = change.kind === 'putDeadLetter' ? lettersOf.get(change.subscriptionId) : undefined
      if (change.kind === 'putDeadLetter' && owner?.deleted === false) owner.letters.push(change.letter)
      else if (change.kind !== 'putPresence') changes.push(change)
    }
    this.#changes = [...changes, ...this.#changes]
    this.#changeWaiters = [...batch.waiters, ...this.#changeWaiters]
    for (const subscription of batch.states) if (!subscription.deleted) this.urgent(subscription)
  }

  #form(): Batch | null {
    const publishes = this.#takePublishes()
    const realtime = this.#takeRealtime(this.#limits.batchMessages - publishes.length)
    const waiters = this.#changeWaiters
    const changes = this.#changes
    this.#changeWaiters = []
    this.#changes = []
    const states = this.#states.take(waiters, changes)
    for (let i = 0; i < PRESENCE_PER_COMMIT; i++) {
      const change = this.#presence.take()
      if (change === undefined) break
      changes.push(change)
    }
    if (publishes.length + realtime.length + states.length + changes.length + waiters.length === 0) return null
    const messages = messagesOf(publishes, changes)
    const commit = { messages, realtime, states: states.map((state) => recordOf(state, this.#clock.now())), changes }
    return { commit, publishes, states, waiters }
  }

  /** Round-robin over queues, so that one that is flooded delays the others by its share only. Seqs are given here. */
  #takePublishes(): Waiting[] {
    const { batchMessages, batchBytes } = this.#limits
    const taken: Waiting[] = []
    let bytes = 0
    let at = 0
    while (this.#turn.length > 0 && taken.length < batchMessages && bytes < batchBytes) {
      if (at >= this.#turn.length) at = 0
      const queue = this.#turn[at]
      const waiting = queue?.waiting.take()
      if (queue === undefined || waiting === undefined) break
      if (waiting.scheduled === null) waiting.message.seq = ++queue.lastSeq
      bytes += waiting.message.bytes
      taken.push(waiting)
      if (queue.waiting.size === 0) this.#turn.splice(at, 1)
      else at++
    }
    // The next batch begins with the queue after the last one served.
    if (at > 0 && at < this.#turn.length) this.#turn = [...this.#turn.slice(at), ...this.#turn.slice(0, at)]
    return taken
  }

  #takeRealtime(room: number): { queueId: number; record: RealtimeRecord }[] {
    const taken: { queueId: number; record: RealtimeRecord }[] = []
    let bytes = 0
    while (taken.length < room && bytes < this.#limits.batchBytes) {
      const next = this.#realtime.take()
      if (next === undefined) break
      bytes += next.record.message.bytes
      taken.push(next)
    }
    this.#realtimeBytes -= bytes
    return taken
  }
}

/** The messages of a batch. What stands in its commit with them, or instead of one that is not due, joins `changes`. */
function messagesOf(publishes: readonly Waiting[], changes: Change[]): Commit['messages'] {
  const messages: Commit['messages'][number][] = []
  for (const { queue, message, along, scheduled } of publishes) {
    if (scheduled === null) messages.push({ queueId: queue.id, message })
    else changes.push({ kind: 'putScheduled', queueId: queue.id, scheduled })
    if (along !== null) changes.push(...along)
  }
  return messages
}

function stoppedError(): BrokerError {
  return new BrokerError('E_CLOSING', 'the broker is closing; nothing was stored', { retryAfterMs: 1_000 })
}

function silentError(ms: number): StorageError {
  return new StorageError(`a commit has had no answer for ${Math.round(ms / 1_000)} s`, true)
}

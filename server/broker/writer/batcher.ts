import { BrokerError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { Change, Clock, Log, RealtimeRecord } from '../ports.ts'
import { LeaseLostError, StorageError } from '../ports.ts'
import type { Queue, Subscription, Waiting } from '../state.ts'
import type { Batch } from './forming.ts'
import { Forming } from './forming.ts'
import { Silence } from './silence.ts'
import type { Waiter } from './states.ts'
import { States } from './states.ts'

export interface BatcherHooks {
  /** These are durable now, in this order. */
  committed(publishes: readonly Waiting[]): void
  refused(publishes: readonly Waiting[], error: BrokerError): void
  /** The log fails (with the error) or works again (`null`). */
  storage(error: Error | null): void
  lost(error: Error): void
}

const FOR_PEOPLE: ReadonlySet<Change['kind']> = new Set(['putPresence', 'putMinutes'])

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
  readonly #forming: Forming
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
    this.#forming = new Forming(clock, limits, this.#states)
  }

  /** Bytes of publishes that are not committed yet. */
  get waitingBytes(): number {
    return this.#forming.waitingBytes
  }

  publish(waiting: Waiting): void {
    this.#forming.publish(waiting)
    this.#schedule()
  }

  /** Counts what is looked up before it is published as waiting, until the answer is called. */
  expect(queue: Queue, bytes: number): () => void {
    this.#forming.count(queue, bytes)
    return () => this.#forming.count(queue, -bytes)
  }

  /** Puts a real-time message into the log some time; `false`: there is too much, it is not kept. */
  realtime(queueId: number, record: RealtimeRecord): boolean {
    if (!this.#forming.realtime(queueId, record)) return false
    this.#schedule()
    return true
  }

  change(change: Change, waiter?: Waiter): void {
    if (this.#phase === 'stopped') return waiter?.refused(stoppedError())
    this.#forming.change(change)
    if (waiter !== undefined) this.#forming.wait([waiter])
    this.#schedule()
  }

  presence(change: Change): void {
    this.#forming.presence(change)
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
    if (!this.#forming.hasChanges) return this.underWay(waiter)
    this.#forming.wait([waiter])
    this.#schedule()
  }

  /**
   * A deleted subscription's state is not written any more; its letters are. Who waited for its state waits for the next
   * commit, which its end must be in: a crash before that brings it back as it was.
   */
  forget(subscription: Subscription): void {
    for (const change of this.#states.letters(subscription)) this.change(change)
    this.#forming.wait(this.#states.forget(subscription))
  }

  /** A deleted queue: what waits for a commit is not stored any more, and its publishers are refused. */
  forgetQueue(queue: Queue, error: BrokerError): void {
    this.#hooks.refused(this.#forming.forgetQueue(queue), error)
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
    const { publishes, waiters } = this.#forming.stop()
    this.#hooks.refused([...(batch?.publishes ?? []), ...publishes], error)
    for (const waiter of [...(batch?.waiters ?? []), ...waiters]) waiter.refused(error)
    this.#drained()
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
    const batch = this.#forming.form()
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
    this.#forming.noLongerWaiting(batch.publishes)
    const next = this.#forming.waitingBytes >= WORTH_SENDING_BYTES ? this.#forming.form() : null
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
   * What is for people alone does not: one stay that cannot be stored must not stop the broker.
   */
  #takeBack(batch: Batch): void {
    this.#batch = null
    this.#forming.noLongerWaiting(batch.publishes)
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
      else if (!FOR_PEOPLE.has(change.kind)) changes.push(change)
    }
    this.#forming.putBack(changes, batch.waiters)
    this.#states.again(batch.states.filter(({ deleted }) => !deleted))
  }
}

function stoppedError(): BrokerError {
  return new BrokerError('E_CLOSING', 'the broker is closing; nothing was stored', { retryAfterMs: 1_000 })
}

function silentError(ms: number): StorageError {
  return new StorageError(`a commit has had no answer for ${Math.round(ms / 1_000)} s`, true)
}

import type { BrokerStatus } from '../api.ts'
import { Deadlines } from '../dispatch/deadlines.ts'
import { Dispatcher } from '../dispatch/dispatcher.ts'
import { Pages } from '../dispatch/pages.ts'
import { Retries } from '../dispatch/retries.ts'
import { BrokerError } from '../errors.ts'
import type { BrokerOptions, Limits } from '../limits.ts'
import { LIMITS } from '../limits.ts'
import type { Clock, Ids, Link, Log } from '../ports.ts'
import { Counters } from '../rates/counters.ts'
import { Minutes } from '../rates/minutes.ts'
import { PresenceBook } from '../realtime/presence.ts'
import { Realtime } from '../realtime/realtime.ts'
import { Attachments } from '../subscription/attachments.ts'
import { Settlement } from '../subscription/settlement.ts'
import { Subscribe } from '../subscription/subscribe.ts'
import { Changes } from '../views/changes.ts'
import { figuresOf } from '../views/figures.ts'
import { Looking } from '../views/looking.ts'
import { Oldest } from '../views/oldest.ts'
import { Batcher } from '../writer/batcher.ts'
import { Committed } from '../writer/committed.ts'
import { Dedupe } from '../writer/dedupe.ts'
import { Publisher } from '../writer/publisher.ts'
import { Activities } from './activities.ts'
import { Errands } from './errands.ts'
import { Keeping } from './keeping.ts'
import { People } from './people.ts'
import { Registry } from './registry.ts'
import { restore } from './restore.ts'

export interface CoreDeps {
  readonly log: Log
  readonly clock: Clock
  readonly ids: Ids
  readonly options: BrokerOptions
  /** Something that an operator should know, once each time it happens. */
  readonly warn?: (text: string, error?: unknown) => void
  /** Another process owns the log: this one must end. */
  readonly onLost?: (reason: string) => void
}

/** The parts and how they hang together. */
export class Core {
  readonly clock: Clock
  readonly limits: Limits
  readonly registry: Registry
  readonly batcher: Batcher
  readonly settlement: Settlement
  readonly attachments: Attachments
  readonly subscribing: Subscribe
  readonly realtime: Realtime
  readonly publisher: Publisher
  readonly people: People
  readonly errands: Errands
  readonly looking: Looking
  readonly changes: Changes
  readonly keeping: Keeping
  readonly autoCreates: boolean
  status: BrokerStatus = 'starting'
  startedAt: number
  readonly #deps: CoreDeps
  /** Since when the log fails; `null`: it works. */
  storageAwayAt: number | null = null
  readonly #dispatcher: Dispatcher
  readonly #minutes: Minutes
  readonly #deadlines: Deadlines
  readonly #retries: Retries
  readonly #presence: PresenceBook
  readonly #dedupe: Dedupe

  constructor(deps: CoreDeps) {
    const { log, clock, ids, options } = deps
    const limits = { ...LIMITS, ...options.limits }
    const committed = (): Committed => this.#committed
    this.#deps = deps
    this.clock = clock
    this.autoCreates = options.autoCreateQueues
    this.limits = limits
    this.startedAt = clock.now()
    this.changes = new Changes(clock)
    this.#dedupe = new Dedupe(limits, ids.random())
    this.batcher = new Batcher(log, clock, limits, {
      committed: (publishes) => committed().done(publishes),
      refused: (publishes, error) => committed().refused(publishes, error),
      storage: (error) => this.#storage(error),
      lost: (error) => this.#lost(error.message),
    })
    const activities = new Activities({ clock, ids, batcher: this.batcher, changes: this.changes })
    const registry = new Registry(clock, this.batcher, activities, options.autoCreateQueues)
    this.registry = registry
    const counters = new Counters({
      now: clock.now(),
      waitingOf: (queue) => figuresOf(queue).pending,
      waitingInAll: () => [...registry.queues.values()].reduce((sum, queue) => sum + figuresOf(queue).pending, 0),
      startedAt: () => this.startedAt,
    })
    this.#minutes = new Minutes({ clock, batcher: this.batcher, counters, queuesById: registry.queuesById })
    this.#deadlines = new Deadlines(clock, (entry, now) => this.settlement.overdue(entry, now))
    this.#retries = new Retries(clock, (entry) => this.settlement.due(entry))
    const wake: Dispatcher['wake'] = (subscription) => {
      this.changes.note('subscriptions', subscription.queue.name)
      this.#dispatcher.wake(subscription)
    }
    this.settlement = new Settlement({
      clock,
      ids,
      limits,
      batcher: this.batcher,
      counters,
      deadlines: this.#deadlines,
      retries: this.#retries,
      changed: (topic, queue) => this.changes.note(topic, queue),
      wake,
    })
    const pages = new Pages({
      log,
      clock,
      limits,
      wake,
      windows: registry.windows,
      warn: (error) => deps.warn?.('a page could not be read', error),
    })
    this.#dispatcher = new Dispatcher({
      clock,
      limits,
      counters,
      deadlines: this.#deadlines,
      pages,
      settlement: this.settlement,
      doubt: () => log.doubt(),
    })
    this.#presence = new PresenceBook(clock, limits, this.batcher)
    this.realtime = new Realtime(registry, this.#presence, this.changes)
    this.attachments = new Attachments({
      leaves: (letters) => {
        registry.strayLetters += letters
      },
      clock,
      limits,
      batcher: this.batcher,
      dispatcher: this.#dispatcher,
      settlement: this.settlement,
    })
    this.subscribing = new Subscribe({
      clock,
      log,
      limits,
      registry,
      batcher: this.batcher,
      attachments: this.attachments,
      activities,
    })
    const oldest = new Oldest(log, this.changes)
    this.keeping = new Keeping({
      log,
      clock,
      limits,
      registry,
      batcher: this.batcher,
      settlement: this.settlement,
      attachments: this.attachments,
      realtime: this.realtime,
      presence: this.#presence,
      pages,
      oldest,
      changes: this.changes,
      activities,
      wake,
      warn: (text, error) => deps.warn?.(text, error),
    })
    const { stored, room } = this.keeping
    this.#committed = new Committed({
      clock,
      limits,
      dispatcher: this.#dispatcher,
      counters,
      dedupe: this.#dedupe,
      oldest,
      stored,
      room,
      changed: (topic, queue) => this.changes.note(topic, queue),
      due: (dueAt) => this.errands.due(dueAt),
      warn: (text, error) => deps.warn?.(text, error),
    })
    this.errands = new Errands({
      log,
      clock,
      ids,
      limits,
      registry,
      batcher: this.batcher,
      dedupe: this.#dedupe,
      settlement: this.settlement,
      room,
      activities,
      changes: this.changes,
      notStored: (waiting, outcome) => committed().notStored(waiting, outcome),
      closed: () => this.#closed(),
      warn: (text, error) => deps.warn?.(text, error),
    })
    this.publisher = new Publisher({
      clock,
      ids,
      limits,
      registry,
      batcher: this.batcher,
      dedupe: this.#dedupe,
      delayed: this.errands.delayed,
      counters,
      room,
      changed: (topic, queue) => this.changes.note(topic, queue),
      closed: () => this.#closed(),
    })
    this.looking = new Looking({
      clock,
      limits,
      registry,
      counters,
      presence: this.#presence,
      oldest,
      stored,
      startedAt: () => this.startedAt,
    })
    this.people = new People({
      clock,
      registry,
      batcher: this.batcher,
      attachments: this.attachments,
      subscribing: this.subscribing,
      activities,
      looking: this.looking,
      changes: this.changes,
      refuseIfClosed: () => this.refuseIfClosed(),
      wake,
    })
  }

  readonly #committed: Committed
  #drained: Promise<void> | null = null

  /** @throws BrokerError E_CLOSING when it was drained, or lost the log, before it had started */
  async start(): Promise<void> {
    const { log, clock } = this.#deps
    const snapshot = await log.acquire(
      (reason) => this.#lost(reason),
      () => {
        if (this.status === 'starting') this.status = 'standby'
      },
    )
    this.#refuseIfEnded()
    clock.notBefore(snapshot.newestAt)
    this.startedAt = clock.now()
    restore(snapshot, {
      registry: this.registry,
      dedupe: this.#dedupe,
      presence: this.#presence,
      retries: this.#retries,
      stored: this.keeping.stored,
      now: clock.now(),
    })
    await this.keeping.start(snapshot)
    this.#refuseIfEnded()
    this.status = 'running'
    this.errands.start(snapshot)
    this.#minutes.start(snapshot)
  }

  drain(): Promise<void> {
    this.#drained ??= this.#drain()
    return this.#drained
  }

  async #drain(): Promise<void> {
    if (this.status === 'lost') return
    this.status = 'closing'
    this.errands.stop()
    for (const { link } of [...this.registry.links.values()]) this.#detachAll(link, false)
    this.#minutes.stop()
    await this.batcher.drain()
    this.#halt()
    this.batcher.stop()
    await this.#deps.log.release()
  }

  disconnect(link: Link): void {
    this.#detachAll(link, true)
    this.registry.links.delete(link)
    this.changes.note('connections', null)
  }

  leave(link: Link, queueName: string): void {
    const state = this.registry.links.get(link)
    const queue = this.registry.queues.get(queueName)
    if (state === undefined || queue === undefined) return
    this.realtime.end(state, queue, false)
    for (const consumer of [...state.consumers]) {
      if (consumer.subscription.queue === queue) this.attachments.detach(consumer, true)
    }
  }

  /** @throws BrokerError E_CLOSING */
  refuseIfClosed(): void {
    const closed = this.#closed()
    if (closed !== null) throw closed
  }

  /** `lost`: the connection went; else the broker is closing, which says nothing against the messages. */
  #detachAll(link: Link, lost: boolean): void {
    const state = this.registry.links.get(link)
    if (state === undefined) return
    for (const queue of [...state.members.keys()]) this.realtime.end(state, queue, false)
    for (const consumer of [...state.consumers]) this.attachments.detach(consumer, lost)
  }

  #refuseIfEnded(): void {
    if (this.#isEnding()) this.refuseIfClosed()
  }

  #isEnding(): boolean {
    return this.status === 'closing' || this.status === 'lost'
  }

  #closed(): BrokerError | null {
    if (this.status === 'running' || this.status === 'storage') return null
    const why = this.#isEnding() ? 'the broker is closing' : 'the broker is not ready yet'
    return new BrokerError('E_CLOSING', why, { retryAfterMs: 1_000 })
  }

  #storage(error: Error | null): void {
    if (error !== null) this.#deps.warn?.('the log could not be written', error)
    if (this.status !== 'running' && this.status !== 'storage') return
    this.status = error === null ? 'running' : 'storage'
    this.storageAwayAt = error === null ? null : (this.storageAwayAt ?? this.clock.now())
  }

  #lost(reason: string): void {
    if (this.status === 'lost') return
    const closing = this.status === 'closing'
    this.status = 'lost'
    this.#halt()
    this.batcher.stop(
      new BrokerError('E_CLOSING', 'another broker has taken over; nothing was stored', { retryAfterMs: 1_000 }),
    )
    if (!closing) this.#deps.onLost?.(reason)
  }

  #halt(): void {
    this.errands.stop()
    this.#dispatcher.stop()
    this.#deadlines.stop()
    this.#retries.stop()
    this.#presence.stop()
    this.keeping.stop()
    this.#minutes.halt()
  }
}

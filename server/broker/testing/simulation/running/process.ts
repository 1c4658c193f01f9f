import type { SubscriptionView } from '../../../api.ts'
import { Broker } from '../../../broker.ts'
import type { CoreDeps } from '../../../life/core.ts'
import type { Limits } from '../../../limits.ts'
import { LIMITS } from '../../../limits.ts'
import { MemoryLog } from '../../../memory-log.ts'
import type { Commit, Needs, Snapshot, SubscriptionRecord } from '../../../ports.ts'
import { unpack } from '../../../subscription/pack.ts'
import { TestLink } from '../../recorder.ts'
import { SeededIds } from '../../seeded-ids.ts'
import type { Archive } from '../checking/archive.ts'
import { Book } from '../checking/book.ts'
import type { Commits } from '../checking/commits.ts'
import type { Objector } from '../checking/objector.ts'
import { isExpired } from '../checking/past.ts'
import { PresenceBook } from '../checking/presence.ts'
import { Client, type ClientEvents } from './client.ts'
import type { LogWatcher, Weather } from './faulty-log.ts'
import { FaultyLog } from './faulty-log.ts'
import type { Life, Scheduler } from './scheduler.ts'

/** Small bounds, so that each is reached. */
export const SMALL: Limits = {
  ...LIMITS,
  linkUnackedBytes: 150,
  maxFailures: 3,
  deliveriesUntilPoison: 5,
  openMax: 12,
  batchMessages: 4,
  batchBytes: 20_000,
  handoverMessages: 3,
  handoverBytes: 100,
  waitingBytes: 40_000,
  pageMessages: 3,
  pageBytes: 200,
  cacheBytes: 300,
  windowBytes: 300,
  keepMessageBytes: 40,
  settlementsKept: 8,
  deadKept: 4,
}

/** What is tried: the core on its log, or one of them with a fault that was put into it. */
export interface Subject {
  broker(deps: CoreDeps): Broker
  memory(): MemoryLog
}

export const CORE: Subject = { broker: (deps) => new Broker(deps), memory: () => new MemoryLog() }

/** What all processes share. */
export interface Shared {
  readonly subject: Subject
  readonly scheduler: Scheduler
  readonly archive: Archive
  readonly commits: Commits
  readonly objector: Objector
}

/** One process with a core, and what may be known of it from outside. */
export class Process implements LogWatcher {
  readonly number: number
  readonly life: Life = { alive: true, frozen: false }
  readonly log: FaultyLog
  readonly broker: Broker
  readonly presence: PresenceBook
  readonly books = new Map<number, Book>()
  readonly paused = new Set<string>()
  /** Ids of queues that were deleted here: whatever comes of them into the log is over. */
  readonly deletedQueues = new Set<number>()
  clients: Client[] = []
  phase: 'starting' | 'running' | 'over' = 'starting'
  /** The log is its own, as the log sees it. */
  owns = false
  readonly #shared: Shared
  readonly #events: ClientEvents
  #links = 0

  constructor(number: number, shared: Shared, events: ClientEvents, weather: () => Weather) {
    const { scheduler, subject } = shared
    this.number = number
    this.#shared = shared
    this.#events = events
    this.log = new FaultyLog(shared.archive.memory, scheduler, this.life, this, weather)
    const deps: CoreDeps = {
      log: this.log,
      clock: scheduler.clockOf(this.life),
      ids: new SeededIds(number * 7_919 + 1),
      options: { autoCreateQueues: true, limits: SMALL },
      onLost: () => this.die(),
    }
    this.broker = subject.broker(deps)
    this.presence = new PresenceBook(shared, this.broker)
  }

  start(): void {
    this.broker.start().then(
      () => {
        if (this.phase === 'starting') this.phase = 'running'
      },
      () => this.die(),
    )
  }

  /** At once and without a word: its clients' connections go with it. */
  die(): void {
    this.phase = 'over'
    this.life.alive = false
    this.clients = []
  }

  connect(label: string | null): Client {
    const link = new TestLink(`p${this.number}c${++this.#links}`, label, this.#shared.scheduler.now)
    const client = new Client(link, this.#events)
    this.broker.connect(link)
    this.clients.push(client)
    return client
  }

  /** The book of a subscription that this process shows. `undefined`: it is not written yet. */
  book(view: SubscriptionView): Book | undefined {
    const known = this.books.get(view.id)
    if (known !== undefined) return known
    const record = this.#shared.archive.memory.subscriptions.get(view.id)
    // One that is not written may have the id of what another process wrote.
    const queue = this.#shared.archive.memory.queues.get(record?.queueId ?? 0)?.record
    const same = queue?.name === view.queue && record?.name === view.name && record.createdAt === view.createdAt
    return record === undefined || !same ? undefined : this.#open(record)
  }

  bookOf(queue: string, name: string): Book | undefined {
    for (const book of this.books.values()) if (book.name === name && book.queue === queue && !book.deleted) return book
    const view = this.broker.subscriptions().find((one) => one.queue === queue && one.name === name)
    return view === undefined ? undefined : this.book(view)
  }

  // ------------------------------------------------ what the log does

  wrote(commit: Commit): void {
    const { archive, scheduler } = this.#shared
    const bookOf = (id: number): Book | undefined => {
      const record = archive.memory.subscriptions.get(id)
      return this.books.get(id) ?? (record === undefined ? undefined : this.#open(record))
    }
    this.#shared.commits.wrote(commit, bookOf, scheduler.now)
    for (const { queueId, record } of commit.realtime) this.presence.written(queueId, record)
  }

  refused(error: unknown): void {
    this.#shared.objector.object(`the log refused a commit: ${String(error)}`)
  }

  /** It lets go what is below these floors: nobody may need it any more. Answers what to do when the log hears it. */
  trims(needs: Needs): () => void {
    const { archive, objector, scheduler } = this.#shared
    for (const book of this.books.values()) {
      const past = archive.past(book.id)
      if (past === undefined || book.deleted || past.loose) continue
      for (const message of archive.owed(
        book.queueId,
        past,
        book.provenTo,
        (needs.floors.get(book.queueId) ?? 0) - 1,
      )) {
        const item = book.items.get(message.seq)
        const overdue = item?.state === 'inFlight' && item.deadlineAt <= scheduler.now
        if (book.isSettled(message.seq) || isExpired(message, scheduler.now) || overdue) continue
        if (message.seq <= past.skippable || book.givingUp.has(message.seq)) continue
        objector.object(`${message.seq} of ${book.queue} was let go, which ${book.name} still needs`)
      }
    }
    const known = new Set(this.books.keys())
    return () => archive.letGo(needs, known)
  }

  refusedForGood(): void {
    this.#shared.archive.refusedOnce = true
  }

  replaced(): void {
    this.owns = false
  }

  /** It owns the log now, and starts from what is stored. */
  acquired({ newestAt }: Snapshot): void {
    this.owns = true
    const { memory } = this.#shared.archive
    for (const { record } of memory.queues.values()) if (record.pausedAt !== null) this.paused.add(record.name)
    this.presence.restore(newestAt)
    for (const record of memory.subscriptions.values()) this.#restore(this.#open(record), record)
  }

  #open(record: SubscriptionRecord): Book {
    const queue = this.#shared.archive.memory.queues.get(record.queueId)?.record.name ?? ''
    const { id, queueId, name, exclusive, ordered } = record
    const ackDeadlineMs = record.ackDeadlineMs ?? SMALL.ackDeadlineMs
    // Its first state is in the commit that made it: a start further on is not where it stands.
    const upto = this.#shared.archive.memory.states.get(id)?.upto ?? record.startSeq - 1
    const book = new Book({ id, queueId, queue, name, exclusive, ordered, ackDeadlineMs, upto })
    this.books.set(id, book)
    if (this.deletedQueues.has(queueId)) book.end()
    return book
  }

  #restore(book: Book, record: SubscriptionRecord): void {
    const state = this.#shared.archive.memory.states.get(record.id)
    if (state === undefined) return
    const firstSeq = this.#shared.archive.memory.queues.get(record.queueId)?.record.firstSeq ?? 0
    book.upto = Math.max(state.upto, firstSeq)
    book.deadAtStart = state.dead
    for (const one of unpack(state.open)) {
      const message = this.#shared.archive.stored(book.queueId, one.seq)
      if (one.seq <= firstSeq) continue
      if (message === undefined) {
        book.vanished.add(one.seq)
        continue
      }
      const item = book.item(message)
      item.attempts = one.attempts
      item.failures = one.failures
      item.losses = one.losses
      item.retryFrom = one.retryAt
      item.state = one.retryAt > 0 ? 'retrying' : 'ready'
    }
    this.#shared.archive.restarted(record.id, book.vanished.size)
  }
}

import { bytesOf } from './memory-log/queues.ts'
import { MemoryStore } from './memory-log/store.ts'
import type { LetterFilter, QueuedMessage, Scheduled } from './model.ts'
import type {
  Commit,
  LetterPlace,
  LetterPosition,
  Log,
  Needs,
  Page,
  Snapshot,
  StoredLetter,
  StoredScheduled,
  Trimmed,
} from './ports.ts'
import { LeaseLostError, StorageError } from './ports.ts'
import { indexAbove } from './structures/window.ts'

/** What a test may make the log do to the next commit. */
export type Fault =
  /** None: it is written. */
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail'; readonly error: Error }
  /** The process dies: nobody hears whether it was written. */
  | { readonly kind: 'crash'; readonly written: boolean }

/**
 * A log in memory, for tests and for trying things out. It outlives its owner: a new broker on the same log is a restart,
 * and acquiring it fences the one before. Commits are durable a microtask after they were asked for.
 */
export class MemoryLog extends MemoryStore implements Log {
  /** Commits that were written. */
  commits = 0
  reads = 0
  #owner: { epoch: number; onLost: ((reason: string) => void) | null } = { epoch: 0, onLost: null }
  #owned = false
  /** Sessions that wait until nobody owns it. */
  readonly #standby: (() => void)[] = []
  readonly #faults: Fault[] = []
  #failedReads = 0
  #gate: Promise<void> | null = null

  /** Letters that were put although they stood there: the core must not do that. */
  get repeatedLetters(): number {
    return this.deadLetters.repeated
  }

  /** The next commits meet these, one each. */
  inject(...faults: Fault[]): void {
    this.#faults.push(...faults)
  }

  /** So many of the next reads of the schedule and of dead letters fail. */
  failReads(count: number): void {
    this.#failedReads = count
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
    return Promise.resolve(this.snapshot())
  }

  append(commit: Commit): Promise<void> {
    return this.#append(commit, this.#owner.epoch)
  }

  doubt(): null {
    return null
  }

  /**
   * The log as one process sees it: fenced by the next owner, and dead after `kill`, when nobody hears from it again.
   * With `waits` it becomes the owner when the one before gives the log back, or is let go; else at once.
   */
  session({ waits = false } = {}): Log & { kill(): void } {
    let epoch = -1
    let dead = false
    return {
      acquire: async (onLost, onStandby) => {
        if (waits) await this.#turn(onStandby)
        epoch = this.#take((reason) => dead || onLost(reason))
        return this.snapshot()
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
      lettersFrom: (from, limit) => (dead ? never() : this.lettersFrom(from, limit)),
      trim: (needs) => (dead ? never() : this.#trim(needs, epoch)),
      release: async () => {
        if (epoch === this.#owner.epoch) await this.release()
      },
      kill: () => {
        dead = true
      },
    }
  }

  /** The owner's lease is over, though it does not know: whoever waits is the next. */
  letGo(): void {
    this.#owned = false
    this.#standby.shift()?.()
  }

  async #turn(onStandby?: () => void): Promise<void> {
    if (!this.#owned) return
    onStandby?.()
    await new Promise<void>((resolve) => this.#standby.push(resolve))
  }

  #take(onLost: (reason: string) => void): number {
    const before = this.#owner
    this.#owner = { epoch: before.epoch + 1, onLost }
    this.#owned = true
    before.onLost?.('another process has acquired the log')
    return this.#owner.epoch
  }

  async #append(commit: Commit, epoch: number): Promise<void> {
    if (this.#gate !== null) await this.#gate
    const fault = this.#faults.shift()
    if (fault?.kind === 'fail') throw fault.error
    if (fault?.kind === 'crash' && !fault.written) return never()
    if (epoch !== this.#owner.epoch) throw new LeaseLostError('another process has acquired the log')
    this.check(commit)
    this.commits++
    this.write(commit)
    if (fault?.kind === 'crash') return never()
  }

  async read(queueId: number, after: number, upTo: number, limit: number, maxBytes: number): Promise<Page> {
    this.reads++
    const stored = this.#messages(queueId)
    const messages: QueuedMessage[] = []
    let bytes = 0
    for (let i = indexAbove(stored, 0, after); messages.length < limit && bytes < maxBytes; i++) {
      const message = stored[i]
      if (message === undefined || message.seq > upTo) return { messages, through: upTo }
      messages.push(message)
      bytes += message.bytes
    }
    return { messages, through: messages[messages.length - 1]?.seq ?? after }
  }

  async seqAt(queueId: number, time: number): Promise<number | null> {
    return this.#messages(queueId).find((message) => message.publishedAt >= time)?.seq ?? null
  }

  async measure(queueId: number, after: number, upTo: number): Promise<{ messages: number; bytes: number }> {
    const within = this.#messages(queueId).filter(({ seq }) => seq > after && seq <= upTo)
    return { messages: within.length, bytes: bytesOf(within) }
  }

  async due(until: number, limit: number): Promise<StoredScheduled[]> {
    this.#mayRead()
    const all = this.schedule.list()
    return all.filter(({ scheduled }) => scheduled.dueAt <= until).slice(0, limit)
  }

  async nextDueAt(): Promise<number | null> {
    return this.schedule.list()[0]?.scheduled.dueAt ?? null
  }

  async findScheduled(queueId: number, id: string): Promise<Scheduled | null> {
    this.#mayRead()
    return this.schedule.find(queueId, id)
  }

  async findLetters(filter: LetterFilter, after: LetterPosition | null, limit: number): Promise<StoredLetter[]> {
    this.#mayRead()
    return this.deadLetters.find(filter, after, limit)
  }

  async countLetters(filter: LetterFilter): Promise<number> {
    this.#mayRead()
    return this.deadLetters.count(filter)
  }

  async lettersFrom(from: readonly LetterPlace[], limit: number): Promise<LetterPlace[]> {
    this.#mayRead()
    return this.deadLetters.from(from, limit)
  }

  async trim(needs: Needs): Promise<Trimmed> {
    return this.#trim(needs, this.#owner.epoch)
  }

  async #trim(needs: Needs, epoch: number): Promise<Trimmed> {
    if (epoch !== this.#owner.epoch) throw new LeaseLostError('another process has acquired the log')
    return this.drop(needs)
  }

  async release(): Promise<void> {
    this.#owner = { epoch: this.#owner.epoch + 1, onLost: null }
    this.letGo()
  }

  #mayRead(): void {
    if (this.#failedReads === 0) return
    this.#failedReads--
    throw new StorageError('the log is away', true)
  }

  #messages(queueId: number): readonly QueuedMessage[] {
    return this.queues.get(queueId)?.messages ?? []
  }
}

/** What a dead process hears. */
function never<T>(): Promise<T> {
  return new Promise<T>(() => {})
}

import { BrokerError } from '../errors.ts'
import type { Actor, Job, JobState } from '../model.ts'
import type { Change, Clock, LetterPosition, Log, StoredLetter } from '../ports.ts'
import { uptoOf } from '../totals.ts'
import type { Copy, Letters, PageDone } from './letters.ts'
import type { Turn } from './turn.ts'
import { hopelessText, leftText, triedText } from './words.ts'

export interface RunDeps {
  readonly log: Log
  readonly clock: Clock
  readonly letters: Letters
  /** Pages of all jobs take turns: what one has read, no other moves meanwhile. */
  readonly turn: Turn
  /** The job moved on. */
  readonly changed: (job: Job) => void
  /** Writes how it ended, and tells by whom; resolves when that is on disk. */
  readonly ended: (job: Job, by: Actor) => Promise<void>
  readonly warn: (error: unknown) => void
}

const PAGE = 100
/** What was refused, or could not be read, is tried again after this. */
const AGAIN_MS = 1_000
/** How often those that went first are looked at. */
const LOOK_MS = 250

/**
 * One job at work, page by page, oldest letters first: `trying` (where some go first, until they are settled) → `working`
 * → ended, or stopped with the broker and taken up by the next one. A page that was refused is read and tried again.
 */
export class Run {
  readonly #deps: RunDeps
  #job: Job
  /** The last letter that was looked at: before it only those are left that stay. */
  #after: LetterPosition | null = null
  #left = 0
  /** Copies that went first. */
  #first: Copy[] = []
  /** When the pace allows the next page. */
  #nextAt = 0
  /** Why it cannot go on, however long it waits. */
  #hopeless: string | null = null
  #cancelledBy: Actor | null = null
  #stopped = false
  #wake: (() => void) | null = null
  #over: Promise<void> = Promise.resolve()

  constructor(job: Job, deps: RunDeps) {
    this.#job = job
    this.#nextAt = job.startsAt ?? 0
    this.#deps = deps
  }

  start(): void {
    this.#over = this.#work()
  }

  /** Goes on where the broker before stopped. */
  resume(): void {
    this.#over = this.#recount().then(() => this.#work())
  }

  /** Stops after the page under way; resolves when that is on disk. Told as done by `by`; the job keeps who began it. */
  async cancel(by: Actor): Promise<Job> {
    this.#cancelledBy ??= by
    this.#wake?.()
    await this.#over
    if (this.#stopped) throw new BrokerError('E_CLOSING', 'the broker is closing', { retryAfterMs: 1_000 })
    return this.#job
  }

  /** Begins nothing any more; the job goes on with the next broker. */
  stop(): void {
    this.#stopped = true
    this.#wake?.()
  }

  async #work(): Promise<void> {
    for (let more = true; more && !this.#halts; ) {
      try {
        await this.#sleepUntil(this.#nextAt)
        more = this.#halts || (await this.#deps.turn.take(() => this.#page()))
        if (this.#hopeless !== null) return await this.#end('failed', this.#hopeless)
        const tried = this.#job.tryFirst !== null && (this.#job.done >= this.#job.tryFirst || !more)
        const failed = tried ? await this.#trial() : null
        if (failed !== null) return await this.#end('failed', failed)
      } catch (error) {
        if (!isClosing(error)) this.#deps.warn(error)
        await this.#sleepUntil(this.#deps.clock.now() + AGAIN_MS)
      }
    }
    if (!this.#stopped) await this.#end(this.#cancelledBy === null ? 'done' : 'cancelled', null)
  }

  /**
   * What left the list counts, whatever progress was written: that of a page stands with its last letter, though one
   * before that may have been refused. Which ones went first is not known any more: where nothing came after them yet,
   * one more goes first.
   */
  async #recount(): Promise<void> {
    const { log, warn } = this.#deps
    const { total, filter, tryFirst } = this.#job
    const remaining = await log.countLetters(filter).catch((error: unknown) => {
      warn(error)
      return total - this.#job.done
    })
    const done = Math.max(0, total - remaining)
    this.#job = { ...this.#job, done, tryFirst: tryFirst === done ? done + 1 : tryFirst }
  }

  get #halts(): boolean {
    return this.#stopped || this.#cancelledBy !== null
  }

  /** `false`: it was the last. */
  async #page(): Promise<boolean> {
    if (this.#halts) return true
    const { log, clock, letters } = this.#deps
    const begun = clock.now()
    const size = this.#size()
    const page = await log.findLetters(this.#job.filter, this.#after, size)
    if (this.#halts || page.length === 0) return page.length > 0
    const progress = (handled: number): Change => ({
      kind: 'putJob',
      job: { ...this.#job, done: this.#job.done + handled },
    })
    const done = await (this.#job.kind === 'redrive' ? letters.redrive(page, progress) : letters.remove(page, progress))
    this.#account(page, done, begun)
    return done.refused !== null || (page.length === size && this.#job.done + this.#left < this.#job.total)
  }

  #account(page: readonly StoredLetter[], { handled, left, copies, refused }: PageDone, begun: number): void {
    const { perSecond, tryFirst, done } = this.#job
    if (tryFirst !== null && done < tryFirst) this.#first.push(...copies)
    this.#job = { ...this.#job, done: done + handled }
    this.#deps.changed(this.#job)
    if (perSecond !== null) this.#nextAt = Math.max(this.#nextAt, begun) + Math.ceil((handled * 1_000) / perSecond)
    if (refused !== null) {
      if (refused.code === 'E_TOO_LARGE') this.#hopeless = hopelessText(refused.message)
      this.#nextAt = Math.max(this.#nextAt, this.#deps.clock.now() + (refused.retryAfterMs ?? AGAIN_MS))
      return
    }
    const last = page[page.length - 1]
    this.#left += left
    if (last !== undefined) {
      this.#after = { deadAt: last.letter.deadAt, subscriptionId: last.subscriptionId, seq: last.letter.seq }
    }
  }

  /** A tenth of a second's worth where there is a pace; no more than those that go first. */
  #size(): number {
    const { perSecond, tryFirst, done } = this.#job
    const paced = perSecond === null ? PAGE : Math.max(1, Math.ceil(perSecond / 10))
    const first = tryFirst === null || done >= tryFirst ? PAGE : tryFirst - done
    return Math.min(PAGE, paced, first)
  }

  /** Waits until those that went first are settled. Answers why the job ends here, or `null`. */
  async #trial(): Promise<string | null> {
    while (!this.#halts) {
      const dead = this.#first.flatMap(({ subscription, seq }) => subscription.recentDead.get(seq) ?? [])
      if (dead[0] !== undefined) return triedText(this.#first.length, dead.length, dead[0].reason)
      if (this.#first.every(isSettled)) break
      await this.#sleepUntil(this.#deps.clock.now() + LOOK_MS)
    }
    this.#first = []
    return null
  }

  async #end(state: JobState, reason: string | null): Promise<void> {
    const endedAt = this.#deps.clock.now()
    this.#job = { ...this.#job, state, reason: reason ?? leftText(this.#left), endedAt }
    await this.#deps.ended(this.#job, this.#cancelledBy ?? this.#job.by)
  }

  /** Or until the job is cancelled or stopped. */
  #sleepUntil(at: number): Promise<void> {
    if (this.#halts || at <= this.#deps.clock.now()) return Promise.resolve()
    return new Promise((resolve) => {
      const cancel = this.#deps.clock.at(at, () => this.#wake?.())
      this.#wake = () => {
        cancel()
        this.#wake = null
        resolve()
      }
    })
  }
}

function isSettled({ subscription, seq }: Copy): boolean {
  return subscription.deleted || (uptoOf(subscription) >= seq && subscription.open.get(seq) === undefined)
}

function isClosing(error: unknown): boolean {
  return error instanceof BrokerError && error.code === 'E_CLOSING'
}

import type { MemoryLog } from '../../../memory-log.ts'
import type { LetterFilter, Scheduled } from '../../../model.ts'
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
} from '../../../ports.ts'
import { LeaseLostError, StorageError } from '../../../ports.ts'
import type { Life, Scheduler } from './scheduler.ts'
import { WORLD } from './scheduler.ts'

/** How the way to the log is. Shares of all calls. */
export interface Weather {
  /** A call or its answer is under way for some milliseconds; of these one in ten for seconds. */
  readonly slow: number
  readonly fails: number
  /** That nobody can tell for a while who owns the log. */
  readonly doubtful: number
}

export const WEATHER = {
  clear: { slow: 0, fails: 0, doubtful: 0 },
  slow: { slow: 0.5, fails: 0, doubtful: 0.1 },
  failing: { slow: 0.1, fails: 0.3, doubtful: 0.1 },
} as const satisfies Record<string, Weather>

export interface LogWatcher {
  wrote(commit: Commit): void
  acquired(snapshot: Snapshot): void
  trims(needs: Needs): () => void
  /** A commit was refused in such a way that it is not sent again. */
  refusedForGood(): void
  /** Another one owns the log; whether this one hears of it is another matter. */
  replaced(): void
  /** The log itself refused a commit, which no weather explains. */
  refused(error: unknown): void
}

/**
 * The log as one process sees it, over a line that delays and fails: a call arrives later, its answer comes later still,
 * and calls overtake each other. What was written stays written when nobody hears of it.
 */
export class FaultyLog implements Log {
  readonly #weather: () => Weather
  readonly #log: Log
  readonly #scheduler: Scheduler
  readonly #life: Life
  readonly #watcher: LogWatcher
  #owns = false
  #doubt: Promise<void> | null = null

  constructor(memory: MemoryLog, scheduler: Scheduler, life: Life, watcher: LogWatcher, weather: () => Weather) {
    this.#weather = weather
    this.#log = memory.session()
    this.#scheduler = scheduler
    this.#life = life
    this.#watcher = watcher
  }

  acquire(onLost: (reason: string) => void): Promise<Snapshot> {
    // Whoever lost the log may hear of it at once, late, or only from its next commit.
    const replaced = (reason: string): void => {
      this.#owns = false
      this.#watcher.replaced()
      if (this.#scheduler.happens(0.7)) this.#later(this.#life, () => onLost(reason))
    }
    return this.#call(false, async () => {
      const snapshot = await this.#log.acquire(replaced)
      this.#owns = true
      this.#watcher.acquired(snapshot)
      return snapshot
    })
  }

  append(commit: Commit): Promise<void> {
    return this.#call(true, async () => {
      const written = this.#log.append(commit)
      written.then(
        () => this.#watcher.wrote(commit),
        (error: unknown) => error instanceof LeaseLostError || this.#watcher.refused(error),
      )
      return written
    })
  }

  /** Once it is replaced, for good; else some time passes until it is sure again. */
  doubt(): Promise<void> | null {
    if (this.#doubt !== null) return this.#doubt
    if (this.#owns && !this.#scheduler.happens(this.#weather().doubtful)) return null
    this.#doubt = new Promise((resolve) => {
      this.#later(this.#life, () => {
        if (!this.#owns) return
        this.#doubt = null
        resolve()
      })
    })
    return this.#doubt
  }

  read(queueId: number, after: number, upTo: number, limit: number, maxBytes: number): Promise<Page> {
    return this.#call(true, () => this.#log.read(queueId, after, upTo, limit, maxBytes))
  }

  seqAt(queueId: number, time: number): Promise<number | null> {
    return this.#call(true, () => this.#log.seqAt(queueId, time))
  }

  measure(queueId: number, after: number, upTo: number): Promise<{ messages: number; bytes: number }> {
    return this.#call(true, () => this.#log.measure(queueId, after, upTo))
  }

  due(until: number, limit: number): Promise<readonly StoredScheduled[]> {
    return this.#call(true, () => this.#log.due(until, limit))
  }

  nextDueAt(): Promise<number | null> {
    return this.#call(true, () => this.#log.nextDueAt())
  }

  findScheduled(queueId: number, id: string): Promise<Scheduled | null> {
    return this.#call(true, () => this.#log.findScheduled(queueId, id))
  }

  findLetters(filter: LetterFilter, after: LetterPosition | null, limit: number): Promise<readonly StoredLetter[]> {
    return this.#call(true, () => this.#log.findLetters(filter, after, limit))
  }

  countLetters(filter: LetterFilter): Promise<number> {
    return this.#call(true, () => this.#log.countLetters(filter))
  }

  lettersFrom(from: readonly LetterPlace[], limit: number): Promise<readonly LetterPlace[]> {
    return this.#call(true, () => this.#log.lettersFrom(from, limit))
  }

  trim(needs: Needs): Promise<Trimmed> {
    const heard = this.#watcher.trims(needs)
    return this.#call(true, () => {
      heard()
      return this.#log.trim(needs)
    })
  }

  release(): Promise<void> {
    return this.#call(false, () => this.#log.release())
  }

  #call<T>(mayFail: boolean, perform: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const answer = (tell: () => void): void => this.#later(this.#life, tell)
      this.#later(WORLD, () => {
        // Its sender died while it was under way: some of what it sent arrives, some does not.
        if (!this.#life.alive && this.#scheduler.happens(0.5)) return
        if (mayFail && this.#scheduler.happens(this.#weather().fails)) {
          const error = new StorageError('the line broke', this.#scheduler.happens(0.7))
          if (!error.retryable) this.#watcher.refusedForGood()
          return answer(() => reject(error))
        }
        perform().then(
          (value) => answer(() => resolve(value)),
          (error: unknown) => answer(() => reject(error)),
        )
      })
    })
  }

  #later(life: Life, run: () => void): void {
    const scheduler = this.#scheduler
    if (scheduler.happens(this.#weather().slow)) {
      const ms = scheduler.happens(0.1) ? 1_000 + scheduler.pick(9_000) : 1 + scheduler.pick(40)
      scheduler.at(life, scheduler.now + ms, run)
    } else if (scheduler.happens(0.5)) scheduler.soon(life, run)
    else scheduler.at(life, scheduler.now, run)
  }
}

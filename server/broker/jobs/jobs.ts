import type { DeleteOptions, LetterEdit, RedriveOptions } from '../api.ts'
import { BrokerError, unreadable } from '../errors.ts'
import type { Activities } from '../life/activities.ts'
import {
  type ActivityKind,
  type Actor,
  BROKER,
  type Job,
  type JobKind,
  type LetterFilter,
  type LetterRef,
} from '../model.ts'
import type { Change, Clock, Ids, Log } from '../ports.ts'
import type { Changes } from '../views/changes.ts'
import { count } from '../views/words.ts'
import type { Batcher } from '../writer/batcher.ts'
import type { Letters } from './letters.ts'
import { Run } from './run.ts'
import { Turn } from './turn.ts'
import { endedText, ownerOf, startedText } from './words.ts'

export interface JobsDeps {
  readonly log: Log
  readonly clock: Clock
  readonly ids: Ids
  readonly batcher: Batcher
  readonly letters: Letters
  readonly activities: Activities
  readonly changes: Changes
  readonly refuseIfClosed: () => void
  readonly warn: (error: unknown) => void
}

const ENDED_KEPT = 100

/** Long work on dead letters, asked for by people: those that run, and the last 100 that ended. */
export class Jobs {
  readonly #deps: JobsDeps
  /** Oldest first. */
  readonly #jobs = new Map<string, Job>()
  readonly #runs = new Map<string, Run>()
  readonly #turn = new Turn()

  constructor(deps: JobsDeps) {
    this.#deps = deps
  }

  /** Sends them again, each to its own subscription alone. Resolves when the job is on disk; then it runs. */
  redrive(selection: LetterFilter, options: RedriveOptions): Promise<Job> {
    return this.#create('redrive', selection, options)
  }

  /** Sends one again as somebody made it. No job moves it meanwhile: they take turns. */
  redriveEdited(ref: LetterRef, edit: LetterEdit, by?: Actor): Promise<{ seq: number }> {
    this.#deps.refuseIfClosed()
    return this.#turn.take(() => this.#editOne(ref, edit, by))
  }

  async #editOne(ref: LetterRef, edit: LetterEdit, by: Actor | undefined): Promise<{ seq: number }> {
    const { log, letters, activities } = this.#deps
    const { queue, subscription } = ref
    const [stored] = await log.findLetters({ items: [ref] }, null, 1).catch((error: unknown) => {
      throw unreadable(error)
    })
    if (stored === undefined) {
      const message = `${subscription} of ${queue} has no dead letter ${count(ref.seq)}: it was redriven or deleted`
      throw new BrokerError('E_NOT_FOUND', message)
    }
    const seq = await letters.redriveEdited(stored, edit)
    const text = `The dead letter ${count(ref.seq)} of ${queue} was edited and sent again to ${subscription} alone, as ${count(seq)}.`
    activities.note('deadLettersRedriven', { queue, subscription, by, text })
    return { seq }
  }

  /** Deletes them for good. Resolves when the job is on disk; then it runs, or after `delayMs`. */
  deleteLetters(selection: LetterFilter, options: DeleteOptions): Promise<Job> {
    return this.#create('deleteDeadLetters', selection, options)
  }

  /** Newest first. */
  list(): Job[] {
    return [...this.#jobs.values()].reverse()
  }

  /** @throws BrokerError E_NOT_FOUND */
  get(id: string): Job {
    const job = this.#jobs.get(id)
    if (job === undefined) throw new BrokerError('E_NOT_FOUND', `there is no job ${id}`)
    return job
  }

  /** Resolves when it has stopped: the page under way is finished first. @throws BrokerError E_NOT_FOUND, E_CONFLICT when it ended */
  async cancel(id: string, by?: Actor): Promise<Job> {
    this.#deps.refuseIfClosed()
    const { state } = this.get(id)
    const run = this.#runs.get(id)
    if (run === undefined) throw new BrokerError('E_CONFLICT', `the job ${id} has ended: ${state}`)
    return run.cancel(by ?? BROKER)
  }

  /** Those that ran when the last broker ended go on. */
  restore(jobs: readonly Job[]): void {
    const oldestFirst = [...jobs].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    for (const job of oldestFirst) {
      this.#jobs.set(job.id, job)
      if (job.state === 'running') this.#run(job).resume()
    }
  }

  stop(): void {
    for (const run of this.#runs.values()) run.stop()
  }

  async #create(kind: JobKind, selection: LetterFilter, options: RedriveOptions & DeleteOptions): Promise<Job> {
    this.#deps.refuseIfClosed()
    const { log, clock, ids, batcher } = this.#deps
    const createdAt = clock.now()
    const { expectedCount, perSecond = null, tryFirst = null, delayMs, by = BROKER } = options
    const startsAt = delayMs === undefined ? null : createdAt + delayMs
    // What dies from now on is not meant: so that a job ends, and none redrives its own copies.
    const filter = { ...selection, until: Math.min(selection.until ?? createdAt, createdAt) }
    const total = await log.countLetters(filter).catch((error: unknown) => {
      throw unreadable(error)
    })
    if (expectedCount !== undefined && expectedCount !== total) throw otherCount(total, expectedCount)
    const base = { id: ids.message(), kind, state: 'running', filter, createdAt } as const
    const job: Job = { ...base, perSecond, tryFirst, startsAt, by, total, done: 0, reason: null, endedAt: null }
    await new Promise<void>((resolve, reject) => {
      batcher.change({ kind: 'putJob', job }, { done: resolve, refused: reject })
    })
    if (total > 0) this.#tell(job, by, kind === 'redrive' ? 'redriveStarted' : 'deletionStarted', startedText(job))
    this.#run(job).start()
    return job
  }

  #run(job: Job): Run {
    const { log, clock, letters, warn } = this.#deps
    const run = new Run(job, {
      log,
      clock,
      letters,
      turn: this.#turn,
      warn,
      changed: (now) => this.#changed(now),
      ended: (now, by) => this.#ended(now, by),
    })
    this.#runs.set(job.id, run)
    this.#changed(job)
    return run
  }

  #changed(job: Job): void {
    this.#jobs.set(job.id, job)
    this.#deps.changes.note('jobs', null)
  }

  /** A broker that stops before it is written takes the job up again, and finds nothing to do. */
  async #ended(job: Job, by: Actor): Promise<void> {
    const kind = job.kind === 'redrive' ? 'deadLettersRedriven' : 'deadLettersDeleted'
    if (job.total > 0) this.#tell(job, by, kind, endedText(job))
    const change: Change = { kind: 'putJob', job }
    await new Promise<void>((resolve) => this.#deps.batcher.change(change, { done: resolve, refused: () => resolve() }))
    this.#runs.delete(job.id)
    this.#changed(job)
    this.#forget()
  }

  #tell(job: Job, by: Actor, kind: ActivityKind, text: string): void {
    this.#deps.activities.note(kind, { ...ownerOf(job.filter), job: job.id, by, text })
  }

  #forget(): void {
    const ended = [...this.#jobs.keys()].filter((id) => !this.#runs.has(id))
    for (const id of ended.slice(0, Math.max(0, ended.length - ENDED_KEPT))) this.#jobs.delete(id)
  }
}

function otherCount(total: number, expected: number): BrokerError {
  const message = `the selection holds ${count(total)} dead letters, not ${count(expected)}; look at them again`
  return new BrokerError('E_CONFLICT', message, { field: 'expectedCount' })
}

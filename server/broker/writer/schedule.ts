import type { Registry } from '../life/registry.ts'
import type { Limits } from '../limits.ts'
import type { Scheduled } from '../model.ts'
import type { Clock, Log, StoredScheduled } from '../ports.ts'
import type { Queue, Waiting } from '../state.ts'
import type { Batcher } from './batcher.ts'

export interface ScheduleDeps {
  readonly log: Log
  readonly clock: Clock
  readonly limits: Limits
  readonly registry: Registry
  readonly batcher: Batcher
  /** Cancelled, and not yet gone from the log. */
  readonly isLeaving: (queueId: number, id: string) => boolean
  readonly warn: (error: unknown) => void
}

/** What was refused, or could not be read, is tried again after this. */
const AGAIN_MS = 1_000

/**
 * Delayed messages whose time has come: `waiting` (one timer, for the first that is due) → `moving` a page, in the order
 * in which they are due, into the queue's own line → the next page, or `waiting` again.
 *
 * A message and its leaving the schedule stand in one commit, so that a crash neither loses nor doubles it. Nothing but
 * the page under way is in memory.
 */
export class Schedule {
  readonly #deps: ScheduleDeps
  #armedFor = Number.POSITIVE_INFINITY
  #cancel: (() => void) | null = null
  #moving = false
  /** First due among those that came into the log while a page was moving. */
  #noted = Number.POSITIVE_INFINITY
  /** Cancelled while a page was moving, which may have been read before that. */
  readonly #gone = new Set<string>()
  #stopped = false

  constructor(deps: ScheduleDeps) {
    this.#deps = deps
  }

  /** A message that is due then is in the log. */
  note(dueAt: number): void {
    if (this.#moving) this.#noted = Math.min(this.#noted, dueAt)
    else if (dueAt < this.#armedFor) this.#arm(dueAt)
  }

  /** It was cancelled, and is gone from the log. */
  gone(queueId: number, id: string): void {
    if (this.#moving) this.#gone.add(`${queueId}:${id}`)
  }

  /** No page is begun any more. */
  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  #arm(at: number): void {
    if (this.#stopped) return
    this.#cancel?.()
    this.#armedFor = at
    this.#cancel = this.#deps.clock.at(at, () => this.#run())
  }

  async #run(): Promise<void> {
    this.#moving = true
    this.#armedFor = Number.POSITIVE_INFINITY
    const next = await this.#movePage().catch((error: unknown) => {
      this.#deps.warn(error)
      return this.#deps.clock.now() + AGAIN_MS
    })
    const first = Math.min(next, this.#noted)
    this.#moving = false
    this.#gone.clear()
    this.#noted = Number.POSITIVE_INFINITY
    if (first < Number.POSITIVE_INFINITY) this.#arm(first)
  }

  /** Answers when to look again. */
  async #movePage(): Promise<number> {
    const { log, clock, limits } = this.#deps
    const page = await log.due(clock.now(), limits.duePage)
    if (this.#stopped) return Number.POSITIVE_INFINITY
    const moved = await Promise.all(page.map((stored) => this.#move(stored)))
    if (moved.includes(false)) return clock.now() + AGAIN_MS
    if (page.length === limits.duePage) return clock.now()
    return (await log.nextDueAt()) ?? Number.POSITIVE_INFINITY
  }

  /** `false`: it is still in the schedule. */
  #move({ queueId, scheduled }: StoredScheduled): Promise<boolean> {
    if (this.#gone.has(`${queueId}:${scheduled.message.id}`)) return Promise.resolve(true)
    const queue = this.#deps.registry.queuesById.get(queueId)
    if (queue === undefined || this.#deps.isLeaving(queueId, scheduled.message.id)) return Promise.resolve(false)
    return new Promise((resolve) => {
      this.#deps.batcher.publish(
        waitingOf(queue, scheduled, this.#deps.clock.now(), (stored) => {
          if (stored) queue.scheduled--
          resolve(stored)
        }),
      )
    })
  }
}

function waitingOf(queue: Queue, due: Scheduled, now: number, done: (stored: boolean) => void): Waiting {
  const { dueAt, ttlMs } = due
  const { id } = due.message
  const expiresAt = ttlMs === null ? null : dueAt + ttlMs
  const repeats = queue.waitingIds.has(id) ? null : { confirms: null }
  if (repeats !== null) queue.waitingIds.set(id, repeats)
  return {
    queue,
    message: { ...due.message, seq: 0, publishedAt: now, expiresAt, encoded: undefined },
    confirm: ({ kind }) => done(kind === 'stored'),
    repeats,
    along: [{ kind: 'deleteScheduled', queueId: queue.id, id }],
    scheduled: null,
  }
}

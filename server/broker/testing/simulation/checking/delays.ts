import type { Commit } from '../../../ports.ts'
import type { Archive } from './archive.ts'
import type { Objector } from './objector.ts'

interface Promised {
  readonly queueId: number
  readonly queue: string
  readonly dueAt: number
  /** When it came into the schedule. */
  readonly putAt: number
  state: 'scheduled' | 'due' | 'cancelled'
  confirmed: boolean
}

/** Delayed messages: each is in the log once, when it is due and not before, or never once it was cancelled. */
export class Delays {
  readonly #archive: Archive
  readonly #objector: Objector
  /** By queue and id: what stands in the schedule, or stood there last. */
  readonly #promised = new Map<string, Promised>()
  /** Cancellations that were asked for, by the queue's name and id: what leaves the schedule without its message. */
  readonly #asked = new Set<string>()

  constructor(archive: Archive, objector: Objector) {
    this.#archive = archive
    this.#objector = objector
  }

  wrote(commit: Commit, now: number): void {
    for (const change of commit.changes) {
      if (change.kind === 'putScheduled') this.#put(change.queueId, change.scheduled, now)
      if (change.kind === 'deleteQueue') this.#ended(change.queueId)
      if (change.kind === 'deleteScheduled') this.#left(change.queueId, change.id, commit, now)
    }
  }

  /** A publisher was promised that it comes then. */
  confirmed(queue: string, id: string, dueAt: number): void {
    const promised = this.#named(queue, id)
    if (promised === undefined)
      return this.#objector.object(`${id} of ${queue} was promised and is not in the schedule`)
    if (promised.state === 'scheduled' && promised.dueAt !== dueAt)
      this.#objector.object(`${id} of ${queue} was promised for ${dueAt} and is scheduled for ${promised.dueAt}`)
    promised.confirmed = true
  }

  /** It was delayed at some time: then its `publishedAt` is not when it was published. */
  knows(queueId: number, id: string): boolean {
    return this.#promised.has(keyOf(queueId, id))
  }

  asked(queue: string, id: string): void {
    this.#asked.add(`${queue}/${id}`)
  }

  cancelled(queue: string, id: string): void {
    const promised = this.#named(queue, id)
    if (promised?.state === 'due') this.#objector.object(`${id} of ${queue} was cancelled and came all the same`)
  }

  /** After all the time in the world nothing is left of what was promised. */
  checkOver(now: number): void {
    for (const [key, { state, dueAt }] of this.#promised)
      if (state === 'scheduled' && dueAt < now) this.#objector.object(`the delayed message ${key} never came`)
  }

  /** The newest under a queue's name. */
  #named(queue: string, id: string): Promised | undefined {
    const named = [...this.#promised].filter(([key, one]) => one.queue === queue && key.endsWith(`/${id}`))
    return named.at(-1)?.[1]
  }

  /** With its queue goes what was delayed on it. */
  #ended(queueId: number): void {
    for (const one of this.#promised.values())
      if (one.queueId === queueId && one.state === 'scheduled') one.state = 'cancelled'
  }

  #put(
    queueId: number,
    { message, dueAt }: { message: { id: string; queue: string }; dueAt: number },
    now: number,
  ): void {
    const key = keyOf(queueId, message.id)
    const before = this.#promised.get(key)
    if (before?.state === 'scheduled' && before.confirmed)
      this.#objector.object(`${message.id} of ${message.queue} was replaced in the schedule`)
    this.#promised.set(key, { queueId, queue: message.queue, dueAt, putAt: now, state: 'scheduled', confirmed: false })
  }

  /** Its message stands in the same commit, or someone asked to cancel it. */
  #left(queueId: number, id: string, commit: Commit, now: number): void {
    const key = keyOf(queueId, id)
    const promised = this.#promised.get(key)
    const message = commit.messages.find((one) => one.queueId === queueId && one.message.id === id)?.message
    if (promised === undefined || promised.state !== 'scheduled')
      return message && this.#objector.object(`the delayed message ${key} came again`)
    // Once it is being cancelled its id may be published anew, in the same commit.
    const asked = this.#asked.has(`${promised.queue}/${id}`)
    const early = now < promised.dueAt || (message?.publishedAt ?? 0) < promised.dueAt
    const cancelled = message === undefined || (asked && early)
    promised.state = cancelled ? 'cancelled' : 'due'
    if (cancelled && !asked) this.#objector.object(`the delayed message ${key} left the schedule unasked`)
    if (cancelled) return
    if (early) this.#objector.object(`the delayed message ${key} came before ${promised.dueAt}`)
    this.#checkOrder(key, promised)
  }

  /** Nothing that was due earlier, and there in time, is still in the schedule. */
  #checkOrder(key: string, { queueId, dueAt }: Promised): void {
    for (const [other, one] of this.#promised) {
      const overtaken =
        one.queueId === queueId && one.state === 'scheduled' && one.dueAt < dueAt && one.putAt < one.dueAt
      if (
        overtaken &&
        !this.#asked.has(`${one.queue}/${other.slice(other.indexOf('/') + 1)}`) &&
        !this.#archive.refusedOnce
      )
        this.#objector.object(`the delayed message ${key} came before ${other}, which was due earlier`)
    }
  }
}

function keyOf(queueId: number, id: string): string {
  return `${queueId}/${id}`
}

import type { Activities } from '../life/activities.ts'
import type { Floors } from '../life/floors.ts'
import { neededFrom } from '../life/floors.ts'
import type { Limits } from '../limits.ts'
import type { Log } from '../ports.ts'
import type { Queue, Subscription } from '../state.ts'
import type { Moves } from '../subscription/moves.ts'
import { matches, uptoOf } from '../totals.ts'
import type { Changes } from '../views/changes.ts'
import { pendingOf } from '../views/figures.ts'
import { count, duration, many } from '../views/words.ts'

export interface AgeDeps {
  readonly log: Log
  readonly limits: Limits
  readonly floors: Floors
  readonly moves: Moves
  readonly activities: Activities
  readonly changes: Changes
}

/** A subscription that loses messages minute by minute is told of once an hour. */
const TELL_EVERY_MS = 60 * 60_000

/** Removes what is older than a queue keeps, read or not, and warns before. */
export class Age {
  readonly #deps: AgeDeps
  /** When the first message of a queue was published, so that a young one is not asked for. */
  readonly #oldest = new WeakMap<Queue, { readonly firstSeq: number; readonly at: number | null }>()
  /** Nothing that the subscription wants lies between `upto` and `cleared`. */
  readonly #cleared = new WeakMap<
    Subscription,
    { readonly events: Subscription['events']; readonly upto: number; readonly cleared: number }
  >()
  readonly #untold = new WeakMap<Subscription, { count: number; toldAt: number }>()

  constructor(deps: AgeDeps) {
    this.#deps = deps
  }

  /** In the queue's turn. */
  async look(queue: Queue, now: number): Promise<void> {
    const keepMs = retentionOf(queue, this.#deps.limits)
    const warnMs = keepMs * this.#deps.limits.warnAt
    if (queue.deleted || !(await this.#hasOlder(queue, now - warnMs))) return this.#calm(queue)
    if (await this.#hasOlder(queue, now - keepMs)) await this.#remove(queue, now - keepMs, now)
    await this.#warn(queue, now - warnMs)
  }

  /** Nothing is removed for now, so nothing is warned of. */
  held(queue: Queue): void {
    this.#calm(queue)
  }

  async #hasOlder(queue: Queue, time: number): Promise<boolean> {
    const { firstSeq, committed } = queue
    if (committed <= firstSeq) return false
    let oldest = this.#oldest.get(queue)
    if (oldest?.firstSeq !== firstSeq) {
      const { messages } = await this.#deps.log.read(queue.id, firstSeq, committed, 1, 1)
      oldest = { firstSeq, at: messages[0]?.publishedAt ?? null }
      this.#oldest.set(queue, oldest)
    }
    return oldest.at !== null && oldest.at < time
  }

  /** Everything that was published before `time`. */
  async #remove(queue: Queue, time: number, now: number): Promise<void> {
    const { floors, moves } = this.#deps
    const { ended, written } = await floors.raise(queue, await this.#lastBefore(queue, time), null, 'aged')
    // Where the broker ends before that, the next one finds it as old.
    written.catch(() => {})
    for (const [subscription, unread] of ended) {
      subscription.aged += unread
      this.#tell(subscription, unread, now)
    }
    moves.writeSoon([...ended.keys()])
  }

  async #lastBefore(queue: Queue, time: number): Promise<number> {
    const { committed } = queue
    const seq = await this.#deps.log.seqAt(queue.id, time)
    return Math.min((seq ?? committed + 1) - 1, committed)
  }

  #tell(subscription: Subscription, unread: number, now: number): void {
    const untold = this.#untold.get(subscription) ?? { count: 0, toldAt: Number.NEGATIVE_INFINITY }
    this.#untold.set(subscription, untold)
    untold.count += unread
    if (now - untold.toldAt < TELL_EVERY_MS) return
    const { queue, name } = subscription
    const which = `${many(untold.count, 'message', 'messages')} of ${queue.name}`
    const kept = duration(retentionOf(queue, this.#deps.limits))
    const text = `${which} passed ${kept} before ${name} had settled ${untold.count === 1 ? 'it' : 'them'}, and ${untold.count === 1 ? 'was' : 'were'} removed.`
    this.#deps.activities.note('retentionRemoved', { queue: queue.name, subscription: name, text })
    untold.count = 0
    untold.toldAt = now
  }

  async #warn(queue: Queue, time: number): Promise<void> {
    const last = await this.#lastBefore(queue, time)
    for (const subscription of [...queue.subscriptions.values()]) {
      this.#setWarning(subscription, last, await this.#hasUnread(subscription, last))
    }
  }

  /** Whether something at or below `last` is not settled. */
  async #hasUnread(subscription: Subscription, last: number): Promise<boolean> {
    const { open, events } = subscription
    if (neededFrom(subscription) > last) return false
    if (open.first !== undefined && open.first.seq <= last) return true
    if (pendingOf(subscription) === 0) return false
    if (events === null || subscription.ageWarning) return true
    const upto = uptoOf(subscription)
    const known = this.#cleared.get(subscription)
    const isKnown = known !== undefined && known.events === events && known.upto <= upto
    if (await this.#wantsAny(subscription, isKnown ? Math.max(upto, known.cleared) : upto, last)) return true
    this.#cleared.set(subscription, { events, upto, cleared: last })
    return false
  }

  async #wantsAny(subscription: Subscription, after: number, upTo: number): Promise<boolean> {
    const { pageMessages, pageBytes } = this.#deps.limits
    for (let at = after; at < upTo; ) {
      const page = await this.#deps.log.read(subscription.queue.id, at, upTo, pageMessages, pageBytes)
      if (page.messages.some((message) => matches(subscription, message))) return true
      at = page.through
    }
    return false
  }

  #setWarning(subscription: Subscription, last: number, warning: boolean): void {
    if (subscription.ageWarning === warning) return
    subscription.ageWarning = warning
    const { queue, name } = subscription
    this.#deps.changes.note('subscriptions', queue.name)
    if (!warning) return
    const kept = duration(retentionOf(queue, this.#deps.limits))
    const text = `${name} has not settled all of ${queue.name} up to seq ${count(last)}, which is removed at ${kept}, soon.`
    this.#deps.activities.note('retentionWarning', { queue: queue.name, subscription: name, text })
  }

  #calm(queue: Queue): void {
    for (const subscription of queue.subscriptions.values()) this.#setWarning(subscription, 0, false)
  }
}

export function retentionOf(queue: Queue, limits: Limits): number {
  return queue.settings.retentionMs ?? limits.retentionMs
}

import { BrokerError } from '../errors.ts'
import type { Activities } from '../life/activities.ts'
import type { Floors } from '../life/floors.ts'
import { neededFrom } from '../life/floors.ts'
import type { Turns } from '../life/turns.ts'
import type { Limits } from '../limits.ts'
import type { Clock } from '../ports.ts'
import type { Queue } from '../state.ts'
import { size } from '../views/words.ts'
import type { Stored } from './stored.ts'
import { storedOf } from './stored.ts'

export interface RoomDeps {
  readonly clock: Clock
  readonly limits: Limits
  readonly queues: () => Iterable<Queue>
  readonly stored: Stored
  readonly floors: Floors
  readonly turns: Turns
  readonly activities: Activities
  readonly warn: (error: unknown) => void
}

/** How often room is made while it is tight; up to a minute apart while nothing can be freed and nobody is refused. */
const FIRST_MS = 1_000
const MOST_MS = 60_000
/** Below this share of its limit an episode of warnings is over. */
const OVER_AT = 0.7

/**
 * Keeps queues, and the database, below what they may hold. From 80 % on, a queue is `tight`: what all its subscriptions
 * have settled goes at once, and people are warned where that is not enough. Above the limit publishes are refused.
 */
export class Room {
  readonly #deps: RoomDeps
  readonly #tight = new Set<Queue>()
  /** Refused a publish since it was last looked at: room is made however far from its limit it is. */
  readonly #refusing = new Set<Queue>()
  readonly #warned = new Set<Queue>()
  #warnedOfAll = false
  #waitMs = FIRST_MS
  #armedFor = Number.POSITIVE_INFINITY
  #cancel: (() => void) | null = null
  #working = false
  #stopped = false

  constructor(deps: RoomDeps) {
    this.#deps = deps
  }

  /**
   * @throws BrokerError E_FULL where so many bytes more would be above the queue's limit, or the database is at its own;
   * E_TOO_LARGE where they are above the queue's limit alone, so that waiting does not help
   */
  check(queue: Queue, bytes: number): void {
    const most = this.#deps.stored.mostOf(queue)
    if (bytes > most) throw tooLarge(queue, bytes, most)
    if (this.#deps.stored.hasRoom(queue, bytes)) return
    this.#waitMs = FIRST_MS
    this.#refusing.add(queue)
    this.#press(queue)
    throw this.#full(queue, bytes)
  }

  /** Once a commit. */
  committed(queue: Queue): void {
    if (!this.#tight.has(queue) && this.#deps.stored.isTight(queue)) this.#press(queue)
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  #press(queue: Queue): void {
    this.#tight.add(queue)
    if (!this.#working) this.#arm()
  }

  /** Sooner than it was, never later: who is refused asks again and again. */
  #arm(): void {
    if (this.#stopped || this.#tight.size === 0) return
    const at = this.#deps.clock.now() + this.#waitMs
    if (at >= this.#armedFor) return
    this.#cancel?.()
    this.#armedFor = at
    this.#cancel = this.#deps.clock.at(at, () => {
      this.#armedFor = Number.POSITIVE_INFINITY
      this.#makeRoom().catch(this.#deps.warn)
    })
  }

  async #makeRoom(): Promise<void> {
    const { stored, queues } = this.#deps
    this.#working = true
    try {
      if (stored.isDatabaseTight()) {
        stored.noteTightness()
        for (const queue of queues()) this.#tight.add(queue)
      }
      let freed = 0
      for (const queue of [...this.#tight]) freed += await this.#look(queue)
      this.#warnOfAll()
      this.#waitMs = freed > 0 ? FIRST_MS : Math.min(2 * this.#waitMs, MOST_MS)
    } finally {
      this.#working = false
      this.#arm()
    }
  }

  async #look(queue: Queue): Promise<number> {
    const { stored, turns, limits } = this.#deps
    const wanted = this.#refusing.delete(queue) || stored.isTight(queue)
    const freed = wanted && !queue.deleted ? await turns.run(queue, () => this.#release(queue)) : 0
    const share = storedOf(queue) / stored.mostOf(queue)
    if (share >= limits.warnAt && !queue.deleted) this.#warn(queue)
    if (queue.deleted || share < OVER_AT) this.#warned.delete(queue)
    if (queue.deleted || !(this.#warned.has(queue) || stored.isTight(queue))) this.#tight.delete(queue)
    return freed
  }

  async #release(queue: Queue): Promise<number> {
    let needed = Number.POSITIVE_INFINITY
    for (const subscription of queue.subscriptions.values()) needed = Math.min(needed, neededFrom(subscription))
    return needed === Number.POSITIVE_INFINITY ? 0 : this.#deps.floors.release(queue, needed - 1)
  }

  #warn(queue: Queue): void {
    if (this.#warned.has(queue)) return
    this.#warned.add(queue)
    const most = this.#deps.stored.mostOf(queue)
    const text = `${queue.name} holds ${shareOf(storedOf(queue), most)}; above that publishes are refused.`
    this.#deps.activities.note('retentionWarning', { queue: queue.name, text })
  }

  #warnOfAll(): void {
    const { stored, limits, activities } = this.#deps
    if (stored.all < limits.databaseBytes * OVER_AT) this.#warnedOfAll = false
    if (this.#warnedOfAll || !stored.isDatabaseTight()) return
    this.#warnedOfAll = true
    const text = `All queues together hold ${shareOf(stored.all, limits.databaseBytes)}; above that publishes are refused.`
    activities.note('retentionWarning', { text })
  }

  #full(queue: Queue, bytes: number): BrokerError {
    const { stored, limits } = this.#deps
    const whole = stored.all >= limits.databaseBytes
    const message = whole
      ? `all queues together hold ${shareOf(stored.all, limits.databaseBytes)}, among them ${queue.name}; purge one, or let its subscriptions catch up`
      : `${queue.name} holds ${shareOf(storedOf(queue), stored.mostOf(queue))}, and ${size(bytes)} more do not fit; purge it, let its subscriptions catch up, or raise maxBytes`
    return new BrokerError('E_FULL', message, { retryAfterMs: FIRST_MS })
  }
}

function tooLarge(queue: Queue, bytes: number, most: number): BrokerError {
  const message = `the message has ${size(bytes)}, more than all that ${queue.name} may hold: its maxBytes is ${size(most)}`
  return new BrokerError('E_TOO_LARGE', message)
}

/** 8.2 MiB, 82 % of 10 MiB */
function shareOf(held: number, most: number): string {
  return `${size(held)}, ${Math.floor((100 * held) / most)} % of ${size(most)}`
}

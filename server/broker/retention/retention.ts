import type { Trimmer } from '../life/trimmer.ts'
import type { Turns } from '../life/turns.ts'
import type { Limits } from '../limits.ts'
import type { Clock } from '../ports.ts'
import type { Queue } from '../state.ts'
import type { Age } from './age.ts'
import type { Hold } from './hold.ts'
import type { Idle } from './idle.ts'

export interface RetentionDeps {
  readonly clock: Clock
  readonly limits: Limits
  readonly queues: () => Iterable<Queue>
  readonly turns: Turns
  readonly hold: Hold
  readonly age: Age
  readonly idle: Idle
  readonly trimmer: Trimmer
  readonly warn: (error: unknown) => void
}

const EVERY_MS = 60_000

/** Once a minute: subscriptions that nobody uses, what is too old, then the segments that nobody needs. */
export class Retention {
  readonly #deps: RetentionDeps
  #startedAt = 0
  #cancel: (() => void) | null = null
  #stopped = false

  constructor(deps: RetentionDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#startedAt = this.#deps.clock.now()
    this.#arm()
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  #arm(): void {
    if (this.#stopped) return
    this.#cancel = this.#deps.clock.at(this.#deps.clock.now() + EVERY_MS, () => {
      this.#round().then(() => this.#arm())
    })
  }

  async #round(): Promise<void> {
    const { clock, limits, queues, hold, idle, trimmer } = this.#deps
    const now = clock.now()
    const held = hold.isHeld(now)
    idle.look(queues(), now, !held && now - this.#startedAt >= limits.downMs)
    for (const queue of [...queues()]) {
      if (this.#stopped) return
      await this.#look(queue, now, held)
    }
    if (!this.#stopped) await trimmer.trim()
  }

  /** One queue that cannot be looked at does not keep the others from it. */
  async #look(queue: Queue, now: number, held: boolean): Promise<void> {
    const { age, turns, warn } = this.#deps
    if (held) return age.held(queue)
    try {
      await turns.run(queue, () => age.look(queue, now))
    } catch (error) {
      if (!queue.deleted) warn(error)
    }
  }
}

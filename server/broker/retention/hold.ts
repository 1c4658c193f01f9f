import type { Activities } from '../life/activities.ts'
import type { Limits } from '../limits.ts'
import type { Snapshot } from '../ports.ts'
import { duration } from '../views/words.ts'
import type { Batcher } from '../writer/batcher.ts'

/**
 * After the broker was away for over an hour nothing is removed for its age for a day: its consumers were away with it,
 * and get the time to catch up. Kept over another restart.
 */
export class Hold {
  readonly #limits: Limits
  readonly #batcher: Batcher
  readonly #activities: Activities
  #agesFrom = 0

  constructor(limits: Limits, batcher: Batcher, activities: Activities) {
    this.#limits = limits
    this.#batcher = batcher
    this.#activities = activities
  }

  begin({ lastAliveAt, agesFrom }: Snapshot, now: number): void {
    this.#agesFrom = agesFrom
    const awayMs = lastAliveAt === 0 ? 0 : now - lastAliveAt
    if (awayMs <= this.#limits.downMs) return
    this.#agesFrom = now + this.#limits.holdMs
    this.#batcher.change({ kind: 'putAgesFrom', at: this.#agesFrom })
    const text = `The broker was away for ${duration(awayMs)}: nothing is removed for its age for ${duration(this.#limits.holdMs)}.`
    this.#activities.note('agingHeld', { text })
  }

  isHeld(now: number): boolean {
    return now < this.#agesFrom
  }
}

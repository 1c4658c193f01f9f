import type { Limits } from '../limits.ts'
import type { Clock, Log, Trimmed } from '../ports.ts'
import type { Stored } from '../retention/stored.ts'
import type { Moves } from '../subscription/moves.ts'
import type { Changes } from '../views/changes.ts'
import type { Batcher } from '../writer/batcher.ts'
import { neededFrom } from './floors.ts'
import type { Registry } from './registry.ts'

export interface TrimmerDeps {
  readonly log: Log
  readonly clock: Clock
  readonly limits: Limits
  readonly registry: Registry
  readonly batcher: Batcher
  readonly stored: Stored
  readonly moves: Moves
  readonly changes: Changes
  readonly warn: (error: unknown) => void
}

/** Tells the log what is still needed, so that old segments can go, and takes note of what went. */
export class Trimmer {
  readonly #deps: TrimmerDeps

  constructor(deps: TrimmerDeps) {
    this.#deps = deps
  }

  /** Resolves when the log is done; never rejects. Where the database came near its limit nothing is kept that nobody needs. */
  async trim(): Promise<void> {
    const { log, clock, limits, stored, warn } = this.#deps
    const now = clock.now()
    const keepFrom = stored.takeTightness() ? now : now - limits.keepMs
    const before = this.#floors()
    if (!(await this.#isWritten())) return
    // Neither who came meanwhile nor who went meanwhile, which is not on disk yet, may find it gone.
    const floors = lowest(before, this.#floors())
    try {
      this.#note(await log.trim({ floors, keepFrom, lettersFrom: now - limits.lettersMs }))
    } catch (error) {
      warn(error)
    }
  }

  /**
   * Waits until who needs nothing any more is gone on disk too: a crash before that brings back a deleted queue or
   * subscription, with all that it was owed. `false`: nothing is written any more.
   */
  #isWritten(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#deps.batcher.written({ done: () => resolve(true), refused: () => resolve(false) })
    })
  }

  /** The smallest seq that any subscription of each queue still needs. */
  #floors(): Map<number, number> {
    const floors = new Map<number, number>()
    for (const queue of this.#deps.registry.queues.values()) {
      let needed = queue.committed + 1
      for (const subscription of queue.subscriptions.values()) needed = Math.min(needed, neededFrom(subscription))
      floors.set(queue.id, needed)
    }
    return floors
  }

  #note({ dropped, lettersForgotten }: Trimmed): void {
    const { registry, stored, moves, clock, changes } = this.#deps
    for (const [queueId, { through, bytes }] of dropped) {
      const queue = registry.queuesById.get(queueId)
      if (queue === undefined) continue
      const point = Math.min(through, queue.committed)
      queue.firstSeq = Math.max(queue.firstSeq, point)
      stored.free(queue, bytes)
      // None needs it; one that was moved back meanwhile goes on where the log now begins.
      for (const subscription of queue.subscriptions.values()) {
        if (neededFrom(subscription) <= point) moves.skip(subscription, point, undefined, 'aged', clock.now())
      }
    }
    if (lettersForgotten.size === 0) return
    let stray = [...lettersForgotten.values()].reduce((sum, letters) => sum + letters, 0)
    for (const queue of registry.queues.values()) {
      for (const subscription of queue.subscriptions.values()) {
        const forgotten = lettersForgotten.get(subscription.id) ?? 0
        subscription.dead = Math.max(0, subscription.dead - forgotten)
        stray -= forgotten
      }
    }
    registry.strayLetters = Math.max(0, registry.strayLetters - stray)
    changes.note('deadLetters', null)
  }
}

function lowest(some: ReadonlyMap<number, number>, others: ReadonlyMap<number, number>): Map<number, number> {
  const floors = new Map(some)
  for (const [queueId, floor] of others) floors.set(queueId, Math.min(floor, floors.get(queueId) ?? floor))
  return floors
}

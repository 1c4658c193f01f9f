import type { Pages } from '../dispatch/pages.ts'
import type { Limits } from '../limits.ts'
import type { Clock, Log, Snapshot } from '../ports.ts'
import type { PresenceBook } from '../realtime/presence.ts'
import type { Realtime } from '../realtime/realtime.ts'
import { Age } from '../retention/age.ts'
import { Hold } from '../retention/hold.ts'
import { Idle } from '../retention/idle.ts'
import { Retention } from '../retention/retention.ts'
import { Room } from '../retention/room.ts'
import { Stored } from '../retention/stored.ts'
import type { Queue, Subscription } from '../state.ts'
import type { Attachments } from '../subscription/attachments.ts'
import { Moves } from '../subscription/moves.ts'
import type { Settlement } from '../subscription/settlement.ts'
import type { Changes } from '../views/changes.ts'
import type { Oldest } from '../views/oldest.ts'
import type { Batcher } from '../writer/batcher.ts'
import type { Activities } from './activities.ts'
import { DeleteQueue } from './delete-queue.ts'
import { Floors } from './floors.ts'
import { recallLetters } from './old-letters.ts'
import { Purge } from './purge.ts'
import { recount } from './recount.ts'
import type { Registry } from './registry.ts'
import { Seek } from './seek.ts'
import { Trimmer } from './trimmer.ts'
import { Turns } from './turns.ts'

export interface KeepingDeps {
  readonly log: Log
  readonly clock: Clock
  readonly limits: Limits
  readonly registry: Registry
  readonly batcher: Batcher
  readonly settlement: Settlement
  readonly attachments: Attachments
  readonly realtime: Realtime
  readonly presence: PresenceBook
  readonly pages: Pages
  readonly oldest: Oldest
  readonly changes: Changes
  readonly activities: Activities
  readonly wake: (subscription: Subscription) => void
  readonly warn: (text: string, error: unknown) => void
}

/** How long messages are kept, and how people and time end that: the parts of it and how they hang together. */
export class Keeping {
  readonly stored: Stored
  readonly room: Room
  readonly purging: Purge
  readonly seeking: Seek
  readonly deleting: DeleteQueue
  readonly #hold: Hold
  readonly #retention: Retention
  readonly #deps: KeepingDeps

  constructor(deps: KeepingDeps) {
    const { limits, batcher, registry, activities } = deps
    const queues = (): Iterable<Queue> => registry.queues.values()
    const turns = new Turns()
    const moves = new Moves(deps)
    const stored = new Stored(limits)
    const floors = new Floors({ ...deps, moves, stored })
    const warn = (error: unknown): void => deps.warn('what is kept could not be looked through', error)
    this.#deps = deps
    this.stored = stored
    this.room = new Room({ ...deps, queues, stored, floors, turns, warn })
    this.purging = new Purge({ ...deps, moves, floors, turns })
    this.seeking = new Seek({ ...deps, moves, turns })
    this.deleting = new DeleteQueue({ ...deps, stored })
    this.#hold = new Hold(limits, batcher, activities)
    const age = new Age({ ...deps, floors, moves })
    const idle = new Idle(deps)
    const trimmer = new Trimmer({
      ...deps,
      stored,
      moves,
      warn: (error) => deps.warn('the log could not be trimmed', error),
    })
    this.#retention = new Retention({ ...deps, queues, turns, hold: this.#hold, age, idle, trimmer, warn })
  }

  /** Everything is restored. A count that cannot be read stays an estimate. */
  async start(snapshot: Snapshot): Promise<void> {
    const { clock, registry, log, limits, warn } = this.#deps
    this.#hold.begin(snapshot, clock.now())
    await recount(registry.queues.values(), log, limits).catch((error) =>
      warn('what waits could not be counted', error),
    )
    await recallLetters(log, registry.queues.values()).catch((error) =>
      warn('dead letters could not be looked through', error),
    )
    this.#retention.start()
  }

  stop(): void {
    this.#retention.stop()
    this.room.stop()
  }
}

import { type ActivityKind, type Actor, BROKER } from '../model.ts'
import type { Clock, Ids, Link } from '../ports.ts'
import type { Changes } from '../views/changes.ts'
import type { Batcher } from '../writer/batcher.ts'

export interface ActivitiesDeps {
  readonly clock: Clock
  readonly ids: Ids
  readonly batcher: Batcher
  readonly changes: Changes
}

export interface Deed {
  readonly queue?: string | undefined
  readonly subscription?: string | undefined
  readonly job?: string
  /** Left out: the broker by itself. */
  readonly by?: Actor | undefined
  /** One sentence. */
  readonly text: string
}

/** What people and the broker did, told in one sentence each, for people. */
export class Activities {
  readonly #deps: ActivitiesDeps

  constructor(deps: ActivitiesDeps) {
    this.#deps = deps
  }

  /** Rides in the next commit. Whoever watches hears of it once it can be read. */
  note(kind: ActivityKind, deed: Deed): void {
    const { clock, ids, batcher, changes } = this.#deps
    const { queue = null, subscription = null, job = null, by = BROKER, text } = deed
    const activity = { id: ids.message(), at: clock.now(), kind, queue, subscription, job, by, text }
    const told = { done: () => changes.note('activity', queue), refused: () => undefined }
    batcher.change({ kind: 'putActivity', activity }, told)
  }
}

/** Who did it, where a client did by its socket. */
export function clientOf(link: Link): Actor {
  return { kind: 'client', name: link.client, address: link.describe().address }
}

import type { ActivityKind } from '../model.ts'
import type { Clock, Ids } from '../ports.ts'
import type { Changes } from '../views/changes.ts'
import type { Batcher } from '../writer/batcher.ts'

export interface ActivitiesDeps {
  readonly clock: Clock
  readonly ids: Ids
  readonly batcher: Batcher
  readonly changes: Changes
}

/** What people and the broker did, told in one sentence each, for people. */
export class Activities {
  readonly #deps: ActivitiesDeps

  constructor(deps: ActivitiesDeps) {
    this.#deps = deps
  }

  /** Rides in the next commit. `text` is one sentence. */
  note(
    kind: ActivityKind,
    at: { readonly queue?: string; readonly subscription?: string; readonly text: string },
  ): void {
    const { clock, ids, batcher, changes } = this.#deps
    const { queue = null, subscription = null, text } = at
    batcher.change({
      kind: 'putActivity',
      activity: { id: ids.message(), at: clock.now(), kind, queue, subscription, text },
    })
    changes.note('activity', queue)
  }
}

import type { Pages } from '../dispatch/pages.ts'
import type { Actor } from '../model.ts'
import type { PresenceBook } from '../realtime/presence.ts'
import type { Realtime } from '../realtime/realtime.ts'
import type { Stored } from '../retention/stored.ts'
import type { Queue } from '../state.ts'
import type { Attachments } from '../subscription/attachments.ts'
import type { Changes } from '../views/changes.ts'
import type { Oldest } from '../views/oldest.ts'
import { count, many } from '../views/words.ts'
import type { Batcher } from '../writer/batcher.ts'
import type { Activities } from './activities.ts'
import type { Registry } from './registry.ts'
import { unknownQueue } from './registry.ts'

export interface DeleteQueueDeps {
  readonly registry: Registry
  readonly batcher: Batcher
  readonly attachments: Attachments
  readonly realtime: Realtime
  readonly presence: PresenceBook
  readonly pages: Pages
  readonly oldest: Oldest
  readonly stored: Stored
  readonly changes: Changes
  readonly activities: Activities
}

/** Ends a queue: at once in memory, and in the next commit on disk. A commit that is under way with its messages stays good. */
export class DeleteQueue {
  readonly #deps: DeleteQueueDeps

  constructor(deps: DeleteQueueDeps) {
    this.#deps = deps
  }

  /** Resolves when it is on disk. @throws BrokerError E_UNKNOWN_QUEUE */
  async delete(name: string, by?: Actor): Promise<void> {
    const { registry, batcher, stored, changes, activities } = this.#deps
    const queue = registry.queue(name)
    const subscriptions = queue.subscriptions.size
    registry.remove(queue)
    stored.forget(queue)
    this.#end(queue)
    batcher.forgetQueue(queue, unknownQueue(name))
    const lost = subscriptions === 0 ? '' : ` and ${many(subscriptions, 'subscription', 'subscriptions')}`
    activities.note('queueDeleted', {
      queue: name,
      by,
      text: `${name} was deleted, with what it held up to seq ${count(queue.committed)}${lost}.`,
    })
    for (const topic of ['queues', 'messages', 'subscriptions'] as const) changes.note(topic, name)
    await new Promise<void>((resolve, reject) => {
      batcher.change({ kind: 'deleteQueue', queueId: queue.id, name }, { done: resolve, refused: reject })
    })
  }

  #end(queue: Queue): void {
    const { attachments, realtime, presence, pages, oldest } = this.#deps
    for (const subscription of [...queue.subscriptions.values()]) attachments.end(subscription)
    for (const member of [...queue.members]) {
      member.outlet.standing(null, 'deleted')
      realtime.end(member.link, queue, true)
    }
    presence.forget(queue)
    queue.tails.clear()
    pages.forget(queue)
    oldest.forget(queue)
  }
}

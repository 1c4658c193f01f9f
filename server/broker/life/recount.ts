import type { Limits } from '../limits.ts'
import type { Log } from '../ports.ts'
import type { Queue } from '../state.ts'
import { Reckoning } from '../subscription/reckoning.ts'

/** After a restart: counts anew for those whose queue moved its start after their state was written last. */
export async function recount(queues: Iterable<Queue>, log: Log, limits: Limits): Promise<void> {
  for (const queue of queues) {
    const reckoning = new Reckoning(log, limits, queue)
    for (const subscription of [...queue.subscriptions.values()]) await reckoning.correct(subscription)
  }
}

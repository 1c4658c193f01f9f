import type { QueuePage, Subscription, SubscriptionPage } from '@/lib/api.ts'
import { MINUTE_MS } from '@/lib/format.ts'
import { deleteQueue } from '@/lib/queries/queues.ts'
import { ApiFailure, request } from '@/lib/queries/request.ts'
import { deleteSubscription } from '@/lib/queries/subscriptions.ts'
import { labelOf } from '@/lib/scenario/lab/lab.ts'
import { readersOf, toldAt } from '../share/marks.ts'
import { forgetRun, type OwnRun, ownRuns } from './runs.ts'

/** A run whose page was killed left its subscriptions behind; after so long it does not come back. */
const ABANDONED_AFTER_MS = 10 * MINUTE_MS
const OF_A_SHARED_LAB = /^lab-[0-9a-f]{4}$/

/**
 * Deletes what runs that ended without a word left behind: those that this browser began, for a name alone proves nothing,
 * and queues that only a Lab writes. Best effort, nothing depends on it.
 */
export async function sweep(): Promise<void> {
  try {
    for (const own of ownRuns()) if (isLongAgo(own.at)) await sweepRun(own)
    await sweepShared()
  } catch {
    // A broker that is away keeps them for the next visit.
  }
}

/** Whoever is unplugged in another tab is away, too: a run is over when all of it is. */
async function sweepRun(own: OwnRun): Promise<void> {
  const left = await subscriptionsOf(own)
  if (!left.every(isAbandoned)) return
  await Promise.all(left.map((one) => deleteSubscription(own.queue, one.name)))
  forgetRun(own)
}

async function sweepShared(): Promise<void> {
  const { items } = await request<QueuePage>('/queues', { query: { prefix: 'lab-', limit: 200 } })
  const shared = items.filter((one) => OF_A_SHARED_LAB.test(one.name) && one.connections === 0)
  for (const { name } of shared) if (await isOver(name)) await deleteQueue(name)
}

/** A Lab's own queue, in which nobody was for a while. */
async function isOver(queue: string): Promise<boolean> {
  const readers = await readersOf(queue)
  if (readers === null || !readers.every(isAbandoned)) return false
  return isLongAgo((await toldAt(queue)) ?? 0)
}

/** None where their queue is gone. One that is older than the run is somebody else's. */
async function subscriptionsOf({ queue, run, at }: OwnRun): Promise<readonly Subscription[]> {
  const query = { queue, filter: `name:${labelOf(run, '*')}`, limit: 200 }
  try {
    const { items } = await request<SubscriptionPage>('/subscriptions', { query })
    return items.filter((one) => Date.parse(one.createdAt) >= at - MINUTE_MS)
  } catch (error) {
    if (error instanceof ApiFailure && error.code === 'E_UNKNOWN_QUEUE') return []
    throw error
  }
}

function isAbandoned({ detachedAt }: Subscription): boolean {
  return detachedAt !== null && isLongAgo(Date.parse(detachedAt))
}

function isLongAgo(at: number): boolean {
  return at < Date.now() - ABANDONED_AFTER_MS
}

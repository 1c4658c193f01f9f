import type { QueuePage, Subscription, SubscriptionPage } from '@/lib/api.ts'
import { MINUTE_MS } from '@/lib/format.ts'
import { deleteQueue } from '@/lib/queries/queues.ts'
import { request } from '@/lib/queries/request.ts'
import { deleteSubscription } from '@/lib/queries/subscriptions.ts'
import { readersOf, toldAt } from '../share/marks.ts'

/** A run whose page was killed left its subscriptions behind; after so long it does not come back. */
const ABANDONED_AFTER_MS = 10 * MINUTE_MS
const OF_THE_LAB = /^lab-[0-9a-f]{4}-/
const OF_A_SHARED_LAB = /^lab-[0-9a-f]{4}$/

/** Deletes what runs of the Lab that ended without a word left behind. Best effort, nothing depends on it. */
export async function sweep(queue: string): Promise<void> {
  try {
    const left = (await subscriptionsOf(queue)).filter((one) => OF_THE_LAB.test(one.name) && isAbandoned(one))
    await Promise.allSettled(left.map((one) => deleteSubscription(queue, one.name)))
    await sweepShared()
  } catch {
    // A broker that is away keeps them for the next visit.
  }
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

async function subscriptionsOf(queue: string): Promise<readonly Subscription[]> {
  const query = { queue, state: 'nobody', limit: 200 }
  return (await request<SubscriptionPage>('/subscriptions', { query })).items
}

function isAbandoned({ detachedAt }: Subscription): boolean {
  return detachedAt !== null && isLongAgo(Date.parse(detachedAt))
}

function isLongAgo(at: number): boolean {
  return at < Date.now() - ABANDONED_AFTER_MS
}

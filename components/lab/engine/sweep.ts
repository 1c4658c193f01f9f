import type { SubscriptionPage } from '@/lib/api.ts'
import { MINUTE_MS } from '@/lib/format.ts'
import { piece, request } from '@/lib/queries/request.ts'
import { deleteSubscription } from '@/lib/queries/subscriptions.ts'

/** A run whose page was killed left its subscriptions behind; after so long it does not come back. */
const ABANDONED_AFTER_MS = 10 * MINUTE_MS
const OF_THE_LAB = /^lab-[0-9a-f]{4}-/

/** Deletes the subscriptions of runs of the Lab that ended without a word. Best effort, nothing depends on it. */
export async function sweep(queue: string): Promise<void> {
  try {
    const path = `/subscriptions?queue=${piece(queue)}&state=nobody&limit=200`
    const { items } = await request<SubscriptionPage>(path)
    const before = Date.now() - ABANDONED_AFTER_MS
    const left = items.filter(
      (one) => OF_THE_LAB.test(one.name) && one.detachedAt !== null && Date.parse(one.detachedAt) < before,
    )
    await Promise.allSettled(left.map((one) => deleteSubscription(queue, one.name)))
  } catch {
    // A broker that is away keeps them for the next visit.
  }
}

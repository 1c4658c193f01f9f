import type { QueueDetail } from '@/lib/api.ts'
import { publishBatch } from '@/lib/queries/publish.ts'
import { piece, request } from '@/lib/queries/request.ts'
import { deleteSubscription } from '@/lib/queries/subscriptions.ts'
import type { Hands } from '@/lib/scenario/lab/ports.ts'

/** What the Lab asks of this page's own broker. */
export const HANDS: Hands = {
  async publish(queue, messages) {
    const { results } = await publishBatch(queue, messages)
    return results.map((result) => (result.ok ? null : result.error.message))
  },
  forget: deleteSubscription,
  maxFailures: async (queue) => (await request<QueueDetail>(`/queues/${piece(queue)}`)).settings.maxFailures,
}

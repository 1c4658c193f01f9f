import type { Audience, QueueDetail } from '@/lib/api.ts'
import { publishBatch } from '@/lib/queries/publish.ts'
import { ApiFailure, piece, request } from '@/lib/queries/request.ts'
import { deleteSubscription } from '@/lib/queries/subscriptions.ts'
import type { Look } from '@/lib/scenario/asking.ts'
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

/** What the page looks up before it plays a file. */
export const LOOK: Look = {
  async exists(queue) {
    try {
      await request<QueueDetail>(`/queues/${piece(queue)}`)
      return true
    } catch (error) {
      if (error instanceof ApiFailure && error.code === 'E_UNKNOWN_QUEUE') return false
      throw error
    }
  },
  audience: (queue, event, delivery) =>
    request<Audience>(`/queues/${piece(queue)}/audience`, { query: { event, delivery } }),
}

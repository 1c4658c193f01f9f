import type { MessagePage, Queue, QueueDetail, Subscription, SubscriptionPage } from '@/lib/api.ts'
import { DAY_MS } from '@/lib/format.ts'
import { piece, request } from '@/lib/queries/request.ts'
import { SHARE_EVENT } from './shared-log.ts'

/** What is told in it is kept for so long. */
export const SHARED_SETTINGS = { retentionMs: DAY_MS } as const
const MEMBER = /^member-[0-9a-f]{4}$/

/** The queue of a shared run. */
export function shareQueueOf(run: string): string {
  return `lab-${run}`
}

/** Who has read it, where it is the queue of a shared Lab; `null` where somebody else's queue has such a name. */
export async function readersOf(name: string): Promise<readonly Subscription[] | null> {
  const queue = await request<QueueDetail>(`/queues/${piece(name)}`)
  if (!hasMarks(queue)) return null
  const { items } = await request<SubscriptionPage>('/subscriptions', { query: { queue: name, limit: 200 } })
  return items.every((one) => MEMBER.test(one.name)) ? items : null
}

/** When something was told in it last; `null`: what was told is kept no longer. */
export async function toldAt(name: string): Promise<number | null> {
  const { items } = await request<MessagePage>(`/queues/${piece(name)}/messages`, { query: { limit: 1, preview: 0 } })
  return items[0] === undefined ? null : Date.parse(items[0].publishedAt)
}

/** A Lab's first act is to tell what happened in it. */
function hasMarks({ settings, events, eventCount }: Queue): boolean {
  return settings.retentionMs === SHARED_SETTINGS.retentionMs && eventCount === 1 && events[0] === SHARE_EVENT
}

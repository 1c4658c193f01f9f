import { queryOptions } from '@tanstack/react-query'
import type { Audience, Delivery } from '../api.ts'
import { LIMITS } from '../protocol.ts'
import { piece, request } from './request.ts'

export interface AudienceQuestion {
  readonly queue: string
  readonly event: string
  readonly delivery: Delivery
  readonly key?: string
}

/** The question about a message; an empty key is none, and one longer than a key may be is not asked about. */
export function questionOf(queue: string, event: string, delivery: Delivery, key: string): AudienceQuestion {
  const asked = key !== '' && key.length <= LIMITS.textLength
  return { queue, event, delivery, ...(asked && { key }) }
}

export const audienceKeys = {
  all: ['audience'] as const,
  of: (question: AudienceQuestion) => ['audience', question] as const,
}

/** Listeners of one group, also those that are not named. */
export function sizeOf({ counts }: Pick<Audience, 'counts'>, group: keyof Audience['counts']): number {
  return counts[group].queued + counts[group].realtime
}

/** Who would get a message published now, who would find it waiting, who would miss it, who does not listen. */
export function audienceOptions(question: AudienceQuestion) {
  const { queue, event, delivery, key } = question
  return queryOptions({
    queryKey: audienceKeys.of(question),
    queryFn: ({ signal }) =>
      request<Audience>(`/queues/${piece(queue)}/audience`, { query: { event, delivery, key }, signal }),
    // A queue that does not exist yet has no audience: that is an answer, not a fault to try again.
    retry: false,
  })
}

import { queryOptions } from '@tanstack/react-query'
import type { CancelledAnswer, DeliveryActionAnswer, DeliveryActionBody, MessageDelivery } from '../api.ts'
import { messageKeys } from './messages.ts'
import { piece, request, retryOnce } from './request.ts'

/**
 * Acts on one delivery; resolves when it is on disk. `redeliver` answers the copy's seq.
 * @throws ApiFailure `E_CONFLICT` where it is in another state by now, `E_NOT_FOUND` where the message is gone
 */
export function actOnDelivery(
  queue: string,
  seq: number,
  subscription: string,
  body: DeliveryActionBody,
): Promise<DeliveryActionAnswer> {
  const path = `/queues/${piece(queue)}/messages/${seq}/deliveries/${piece(subscription)}`
  return request<DeliveryActionAnswer>(path, { method: 'POST', body })
}

/** How one message stands with one subscription, also where that began after it. */
export function deliveryOptions(queue: string, seq: number, subscription: string) {
  const path = `/queues/${piece(queue)}/messages/${seq}/deliveries/${piece(subscription)}`
  return queryOptions({
    queryKey: [...messageKeys.queue(queue), 'delivery', seq, subscription] as const,
    queryFn: ({ signal }) => request<MessageDelivery>(path, { signal }),
    retry: retryOnce,
  })
}

/** Takes a delayed message back. `false`: it is due already, or was cancelled. */
export function cancelScheduled(queue: string, id: string): Promise<CancelledAnswer> {
  return request<CancelledAnswer>(`/queues/${piece(queue)}/scheduled/${piece(id)}`, { method: 'DELETE' })
}

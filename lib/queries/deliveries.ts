import type { CancelledAnswer, DeliveryActionAnswer, DeliveryActionBody } from '../api.ts'
import { piece, request } from './request.ts'

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

/** Takes a delayed message back. `false`: it is due already, or was cancelled. */
export function cancelScheduled(queue: string, id: string): Promise<CancelledAnswer> {
  return request<CancelledAnswer>(`/queues/${piece(queue)}/scheduled/${piece(id)}`, { method: 'DELETE' })
}

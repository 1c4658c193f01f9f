import type { PublishAck, PublishBody } from '../api.ts'
import { piece, request } from './request.ts'

/** Publishes one message. Resolves when it is stored, sent or scheduled. @throws ApiFailure: it was not taken. */
export function publishMessage(queue: string, message: PublishBody): Promise<PublishAck> {
  return request<PublishAck>(`/queues/${piece(queue)}/messages`, { method: 'POST', body: message })
}

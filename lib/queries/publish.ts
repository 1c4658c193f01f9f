import type { PublishAck, PublishBatchAck, PublishBody } from '../api.ts'
import { piece, request } from './request.ts'

/** Publishes one message. Resolves when it is stored, sent or scheduled. @throws ApiFailure: it was not taken. */
export function publishMessage(queue: string, message: PublishBody): Promise<PublishAck> {
  return request<PublishAck>(`/queues/${piece(queue)}/messages`, { method: 'POST', body: message })
}

/** Publishes several in one call, in their order. Each stands alone: answers, in order, which were taken. @throws ApiFailure: none was. */
export function publishBatch(queue: string, messages: readonly PublishBody[]): Promise<PublishBatchAck> {
  return request<PublishBatchAck>(`/queues/${piece(queue)}/messages`, { method: 'POST', body: { messages } })
}

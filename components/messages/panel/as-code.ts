import type { MessageItem } from '../../../lib/api.ts'

/** The publish that makes a message like this one, with a plain Socket.IO client. The id is left out: it would be a duplicate. */
export function asCode(message: Omit<MessageItem, 'deliveries'>): string {
  const { queue, event, payload, delivery, key, headers } = message
  const body = {
    queue,
    event,
    payload,
    delivery,
    ...(key !== undefined && { key }),
    ...(Object.keys(headers).length > 0 && { headers }),
  }
  return `socket.emit('publish', ${JSON.stringify(body, null, 2)}, console.log)\n`
}

import { LIMITS } from '../../protocol/limits.ts'
import { encodePayload, utf8Bytes } from '../../protocol/payload.ts'
import { HoldlineError, PublishError, refusal } from '../errors.ts'
import type { Publishable } from '../options.ts'
import { messageId } from './ids.ts'

/** Names, key and headers have limits of their own; beyond this much beside the payload one of them is broken. */
const MAX_MESSAGE_BYTES = LIMITS.payloadBytes + 64 * 1024

export interface Encoded {
  readonly id: string
  readonly queue: string
  /** The whole message. Written at once, so that later changes of the payload's object are not sent. */
  readonly json: string
  /** UTF-8 bytes of `json`. */
  readonly bytes: number
}

/**
 * A message as JSON text, with an id. Sizes are checked here because an oversized frame would close the connection.
 * @throws PublishError E_BAD_REQUEST, E_TOO_LARGE
 */
export function encodeMessage(message: Publishable): Encoded {
  const { payload, ...rest } = message
  const id = message.id ?? messageId()
  const encoded = encodePayload(payload)
  if (!encoded.ok) throw new PublishError(id, false, refusal(encoded.error))
  const head = JSON.stringify({ ...rest, id })
  const json = `${head.slice(0, -1)}${PAYLOAD_FIELD}${encoded.value.text}}`
  const bytes = utf8Bytes(head) + PAYLOAD_FIELD.length + encoded.value.bytes
  if (bytes > MAX_MESSAGE_BYTES) throw new PublishError(id, false, tooLarge(bytes))
  return { id, queue: message.queue, json, bytes }
}

const PAYLOAD_FIELD = ',"payload":'

function tooLarge(bytes: number): HoldlineError {
  return new HoldlineError('E_TOO_LARGE', `The message has ${bytes} bytes; ${MAX_MESSAGE_BYTES} are allowed.`)
}

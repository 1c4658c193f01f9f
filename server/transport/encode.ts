import { LIMITS, PROTOCOL_VERSION } from '../../lib/protocol.ts'
import type { Message } from '../broker/model.ts'
import type { Prepared } from './frames.ts'

const EVENT = '2'
const ACK = '3'

/** The namespace's part of a packet: `/` has none. */
export function prefixOf(namespace: string): string {
  return namespace === '/' ? '' : `${namespace},`
}

/** An event whose arguments are JSON text already. */
export function eventPacket(prefix: string, event: string, json: string, ackId?: number): string {
  return `${EVENT}${prefix}${ackId ?? ''}["${event}",${json}]`
}

/** The answer to a packet that asked for one. */
export function ackPacket(prefix: string, ackId: number, args: readonly unknown[]): string {
  return `${ACK}${prefix}${ackId}${JSON.stringify(args)}`
}

export const HELLO = JSON.stringify({ protocol: PROTOCOL_VERSION, limits: LIMITS })

/** A message's text on the wire, kept with the message: written once, however many it goes to. */
class Encoded {
  /** Everything but how it is delivered; the object is left open. */
  readonly head: string
  realtime: Prepared | null = null
  trigger: Prepared | null = null

  constructor(head: string) {
    this.head = head
  }
}

function encodedOf(message: Message): Encoded {
  if (message.encoded instanceof Encoded) return message.encoded
  const encoded = new Encoded(headOf(message))
  message.encoded = encoded
  return encoded
}

/** Names need no escaping, and the payload is JSON text already. */
function headOf(message: Message): string {
  const key = message.key === null ? '' : `,"key":${JSON.stringify(message.key)}`
  const headers = message.headers === null ? '{}' : JSON.stringify(message.headers)
  return `{"id":${JSON.stringify(message.id)},"seq":${message.seq},"queue":"${message.queue}","event":"${message.event}","payload":${message.payload}${key},"headers":${headers},"publishedAt":"${isoTime(message.publishedAt)}"`
}

/** One queued delivery as JSON. */
export function queuedJson(message: Message, subscription: string, attempt: number): string {
  return `${encodedOf(message).head},"delivery":"queued","subscription":"${subscription}","attempt":${attempt}}`
}

/** The same packet for every real-time subscriber: their namespace is the message's queue. */
export function realtimePacket(message: Message): Prepared {
  const encoded = encodedOf(message)
  encoded.realtime ??= prepare(
    message,
    'message',
    `${encoded.head},"delivery":"realtime","subscription":null,"attempt":1}`,
  )
  return encoded.realtime
}

/** The @nmq/q dialect's delivery: the payload alone. */
export function triggerPacket(message: Message): Prepared {
  const encoded = encodedOf(message)
  encoded.trigger ??= prepare(message, 'trigger', message.payload)
  return encoded.trigger
}

function prepare(message: Message, event: string, json: string): Prepared {
  return { text: eventPacket(`/${message.queue},`, event, json), frame: null }
}

let lastMs = Number.NaN
let lastText = ''

/** ISO with ms. Messages of one commit share their time, so the last one is kept. */
export function isoTime(ms: number): string {
  if (ms !== lastMs) {
    lastText = new Date(ms).toISOString()
    lastMs = ms
  }
  return lastText
}

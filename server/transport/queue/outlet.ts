import type { SubscriptionState } from '../../../lib/protocol.ts'
import type { Message, QueuedMessage } from '../../broker/model.ts'
import type { Outlet } from '../../broker/ports.ts'
import { eventPacket, prefixOf, queuedJson, realtimePacket, triggerPacket } from '../encode.ts'
import type { TransportLink } from '../link/link.ts'
import type { PendingAcks } from './acks.ts'
import { Interest } from './interest.ts'

/** Where one socket takes its queue's messages: it writes them, and nothing else. */
export class QueueOutlet implements Outlet {
  /** What it wants as `message` in real time, and what as the @nmq/q dialect's `trigger`. */
  readonly messages = new Interest()
  readonly triggers = new Interest()
  gone = false
  /** A named subscription is gone for good, or this consumer of it was detached; `null`: the queue, with all that was wanted in real time. */
  onEnded: (subscription: string | null) => void = () => {}
  readonly #link: TransportLink
  readonly #prefix: string
  readonly #acks: PendingAcks
  #dropped = 0

  constructor(link: TransportLink, namespace: string, acks: PendingAcks) {
    this.#link = link
    this.#prefix = prefixOf(namespace)
    this.#acks = acks
  }

  queued(message: QueuedMessage, subscription: string, attempt: number): void {
    const ackId = this.#acks.add({ subscription, seq: message.seq, attempt })
    this.#link.outbox.sendQueued(
      eventPacket(this.#prefix, 'message', queuedJson(message, subscription, attempt), ackId),
    )
  }

  batch(subscription: string, deliveries: readonly { message: QueuedMessage; attempt: number }[]): void {
    const messages = deliveries.map(({ message, attempt }) => queuedJson(message, subscription, attempt))
    const json = `{"subscription":"${subscription}","messages":[${messages.join(',')}]}`
    this.#link.outbox.sendQueued(eventPacket(this.#prefix, 'messages', json))
  }

  realtime(message: Message): boolean {
    const { outbox } = this.#link
    let sent = true
    if (this.messages.wants(message.event)) sent = outbox.sendOrDrop(realtimePacket(message))
    if (sent && this.triggers.wants(message.event)) sent = outbox.sendOrDrop(triggerPacket(message))
    if (!sent) this.#dropped += 1
    return sent
  }

  standing(subscription: string | null, state: SubscriptionState): void {
    if (state === 'deleted' || state === 'detached') this.#ended(subscription)
    this.#send('subscription', { name: subscription, state })
  }

  #ended(subscription: string | null): void {
    if (subscription !== null) this.#acks.drop(subscription)
    else for (const interest of [this.messages, this.triggers]) interest.leave(undefined)
    this.onEnded(subscription)
  }

  /** The link has room again: says at once how many were dropped, without waiting for another message. */
  drained(): void {
    if (this.#dropped === 0) return
    this.#send('gap', { dropped: this.#dropped })
    this.#dropped = 0
  }

  #send(event: string, value: object): void {
    this.#link.outbox.send(eventPacket(this.#prefix, event, JSON.stringify(value)))
  }
}

import type { Socket } from 'socket.io'
import { checkSettle, checkSubscribe, checkUnsubscribe, readAcknowledgement, wireError } from '../../../lib/protocol.ts'
import type { BrokerApi } from '../../broker/api.ts'
import type { TransportDeps } from '../deps.ts'
import type { Answer, Endpoint } from '../link/endpoint.ts'
import type { TransportLink } from '../link/link.ts'
import { PendingAcks } from './acks.ts'
import { Dialect } from './dialect.ts'
import { QueueOutlet } from './outlet.ts'
import { Publishing } from './publishing.ts'
import { Requests } from './requests.ts'
import { Subscriptions } from './subscriptions.ts'

/** One socket in a queue's namespace: publish, subscribe, unsubscribe, settle, and the acknowledgement of messages. */
export class QueueEndpoint implements Endpoint {
  readonly #broker: BrokerApi
  readonly #link: TransportLink
  readonly #queue: string
  readonly #acks = new PendingAcks()
  readonly #outlet: QueueOutlet
  readonly #publishing: Publishing
  readonly #requests: Requests
  readonly #subscriptions: Subscriptions
  readonly #dialect: Dialect

  constructor(link: TransportLink, socket: Socket, queue: string, deps: TransportDeps) {
    this.#broker = deps.broker
    this.#link = link
    this.#queue = queue
    this.#requests = new Requests(link, socket.nsp.name, deps.logger, queue)
    this.#publishing = new Publishing(deps.broker, link, socket.nsp.name, queue)
    this.#outlet = new QueueOutlet(link, socket.nsp.name, this.#acks)
    this.#subscriptions = new Subscriptions(deps.broker, link, queue, socket, this.#outlet)
    this.#dialect = new Dialect(queue, this.#subscriptions, this.#requests)
    this.#outlet.onEnded = (subscription) => this.#subscriptions.ended(subscription)
  }

  event(event: unknown, args: readonly unknown[], answer: Answer | null, bytes: number): void {
    if (!this.#requests.hasOne(args, answer)) return
    const input = args[0]
    switch (event) {
      case 'publish':
        this.#publishing.publish(input, answer, bytes)
        break
      case 'subscribe':
        this.#subscribe(input, answer)
        break
      case 'unsubscribe':
        this.#unsubscribe(input, answer)
        break
      case 'settle':
        this.#settle(input, answer)
        break
      default:
        this.#requests.unknown(event, answer)
    }
  }

  ack(ackId: number, args: readonly unknown[]): void {
    const pending = this.#acks.take(ackId)
    if (pending === undefined) return
    const { subscription, seq, attempt } = pending
    const said = readAcknowledgement(args)
    if (said.kind === 'ack') this.#broker.ack(this.#link, this.#queue, subscription, seq, attempt)
    else this.#broker.nack(this.#link, this.#queue, subscription, seq, attempt, said)
  }

  drained(): void {
    this.#outlet.drained()
  }

  left(linkGone: boolean): void {
    // What is still being subscribed must not come to life behind it, least of all in place of its successor's.
    this.#outlet.gone = true
    if (!linkGone) this.#broker.leave(this.#link, this.#queue)
  }

  #subscribe(input: unknown, answer: Answer | null): void {
    const retryAfterMs = this.#link.subscribes.take()
    if (retryAfterMs !== null) {
      const error = wireError('E_RATE', 'too many subscribes a second on this connection', { retryAfterMs })
      if (typeof input === 'string') this.#dialect.refuse(error, answer)
      else this.#requests.refuse(error, answer)
    } else if (typeof input === 'string') void this.#dialect.subscribe(input, answer)
    else {
      const options = checkSubscribe(input)
      if (!options.ok) this.#requests.refuse(options.error, answer)
      else void this.#requests.run(() => this.#subscriptions.subscribe(options.value), answer)
    }
  }

  #unsubscribe(input: unknown, answer: Answer | null): void {
    const options = checkUnsubscribe(input)
    if (!options.ok) this.#requests.refuse(options.error, answer)
    else void this.#requests.run(() => this.#subscriptions.unsubscribe(options.value), answer)
  }

  #settle(input: unknown, answer: Answer | null): void {
    const options = checkSettle(input)
    if (!options.ok) {
      this.#requests.refuse(options.error, answer)
      return
    }
    const { name, acked = [], nacked = [], extend = [] } = options.value
    const settlement = { name, acked, nacked, extend, unconfirmed: answer === null }
    void this.#requests.run(() => this.#broker.settle(this.#link, this.#queue, settlement), answer)
  }
}

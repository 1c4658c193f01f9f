import { isName, type WireError } from '../../../lib/protocol.ts'
import { BrokerError } from '../../broker/errors.ts'
import type { Answer } from '../link/endpoint.ts'
import type { Requests } from './requests.ts'
import type { Subscriptions } from './subscriptions.ts'

/**
 * The words of @nmq/q 1.0.5, unmodified: a string as first argument of `subscribe` is an event, wanted in real time,
 * answered `callback(null, text)` or `callback('E_…: text')`, and delivered as `trigger(payload)`.
 */
export class Dialect {
  readonly #queue: string
  readonly #subscriptions: Subscriptions
  readonly #requests: Requests

  constructor(queue: string, subscriptions: Subscriptions, requests: Requests) {
    this.#queue = queue
    this.#subscriptions = subscriptions
    this.#requests = requests
  }

  async subscribe(event: string, answer: Answer | null): Promise<void> {
    try {
      if (!isName(event)) throw new BrokerError('E_NAME', 'the event breaks the rule for names')
      await this.#subscriptions.subscribeTrigger(event)
      answer?.(null, `Subscribed to ${event} in ${this.#queue}`)
    } catch (error) {
      this.refuse(this.#requests.explain(error), answer)
    }
  }

  refuse(error: WireError, answer: Answer | null): void {
    answer?.(`${error.code}: ${error.message}`)
  }
}

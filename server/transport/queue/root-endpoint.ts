import { wireError } from '../../../lib/protocol.ts'
import type { TransportDeps } from '../deps.ts'
import type { Answer, Endpoint } from '../link/endpoint.ts'
import type { TransportLink } from '../link/link.ts'
import { Publishing } from './publishing.ts'
import { Requests } from './requests.ts'

const IN_A_QUEUE: readonly unknown[] = ['subscribe', 'unsubscribe', 'settle']

/** The default namespace: publishing to any queue, and nothing else. */
export class RootEndpoint implements Endpoint {
  readonly #publishing: Publishing
  readonly #requests: Requests

  constructor(link: TransportLink, deps: TransportDeps) {
    this.#publishing = new Publishing(deps.broker, link, '/')
    this.#requests = new Requests(link, '/', deps.logger)
  }

  event(event: unknown, args: readonly unknown[], answer: Answer | null, bytes: number): void {
    if (event === 'publish') {
      if (this.#requests.hasOne(args, answer)) this.#publishing.publish(args[0], answer, bytes)
    } else if (IN_A_QUEUE.includes(event)) {
      const error = wireError('E_BAD_REQUEST', `${event} belongs to a queue: connect to the namespace /<queue>`)
      this.#requests.refuse(error, answer)
    } else this.#requests.unknown(event, answer)
  }

  /** Nothing that is sent here asks for an acknowledgement. */
  ack(): void {}

  drained(): void {}

  left(): void {}
}

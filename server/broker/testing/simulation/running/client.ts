import type { Message } from '../../../model.ts'
import type { Delivered } from '../../recorder.ts'
import { RecordingOutlet, type TestLink } from '../../recorder.ts'

/** What happens to a client, for the world to hold against the books. */
export interface ClientEvents {
  delivered(client: Client, delivered: Delivered): void
  received(client: Client, message: Message): void
}

/** One connection to one process, with an outlet for each queue that it uses. */
export class Client {
  readonly link: TestLink
  readonly deliveries: Delivered[] = []
  /** Drops what comes in real time. */
  full = false
  readonly #outlets = new Map<string, RecordingOutlet>()
  readonly #events: ClientEvents

  constructor(link: TestLink, events: ClientEvents) {
    this.link = link
    this.#events = events
  }

  get id(): string {
    return this.link.id
  }

  outlet(queue: string): RecordingOutlet {
    const known = this.#outlets.get(queue)
    if (known !== undefined) return known
    const outlet = new ListeningOutlet(this, this.#events)
    outlet.onDelivery = (delivered) => {
      this.deliveries.push(delivered)
      this.#events.delivered(this, delivered)
    }
    this.#outlets.set(queue, outlet)
    return outlet
  }

  leave(queue: string): void {
    const outlet = this.#outlets.get(queue)
    if (outlet !== undefined) outlet.gone = true
    this.#outlets.delete(queue)
  }
}

class ListeningOutlet extends RecordingOutlet {
  readonly #client: Client
  readonly #events: ClientEvents

  constructor(client: Client, events: ClientEvents) {
    super()
    this.#client = client
    this.#events = events
  }

  override realtime(message: Message): boolean {
    this.#events.received(this.#client, message)
    return !this.#client.full
  }
}

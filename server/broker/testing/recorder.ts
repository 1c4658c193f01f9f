import type { Message, QueuedMessage } from '../model.ts'
import type { Link, LinkInfo, Outlet } from '../ports.ts'

export interface Delivered {
  readonly message: QueuedMessage
  readonly subscription: string
  readonly attempt: number
}

/** An outlet that keeps what it was given. `full` makes it drop real-time messages. */
export class RecordingOutlet implements Outlet {
  readonly deliveries: Delivered[] = []
  readonly batches: number[] = []
  readonly messages: Message[] = []
  readonly standings: string[] = []
  full = false
  gone = false
  /** Called with each queued delivery, as a handler would be. */
  onDelivery: ((delivered: Delivered) => void) | null = null

  queued(message: QueuedMessage, subscription: string, attempt: number): void {
    const delivered = { message, subscription, attempt }
    this.deliveries.push(delivered)
    this.onDelivery?.(delivered)
  }

  batch(subscription: string, deliveries: readonly { message: QueuedMessage; attempt: number }[]): void {
    this.batches.push(deliveries.length)
    for (const { message, attempt } of deliveries) this.queued(message, subscription, attempt)
  }

  realtime(message: Message): boolean {
    if (this.full) return false
    this.messages.push(message)
    return true
  }

  standing(subscription: string | null, state: 'active' | 'standby' | 'paused' | 'deleted'): void {
    this.standings.push(`${subscription} ${state}`)
  }

  /** Seqs of the queued deliveries, in the order in which they came. */
  get seqs(): number[] {
    return this.deliveries.map(({ message }) => message.seq)
  }
}

const INFO: LinkInfo = {
  address: '127.0.0.1',
  transport: 'websocket',
  protocol: 4,
  sockets: [],
  unsentBytes: 0,
  pingMs: null,
}

/** A connection that is only a name. */
export class TestLink implements Link {
  readonly id: string
  readonly client: string | null
  readonly since: number
  closed: boolean | null = null

  constructor(id: string, client: string | null = null, since = 0) {
    this.id = id
    this.client = client
    this.since = since
  }

  describe(): LinkInfo {
    return INFO
  }

  close(reconnect: boolean): void {
    this.closed = reconnect
  }
}

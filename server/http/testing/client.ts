import type { QueuedMessage } from '../../broker/model.ts'
import type { Link, LinkInfo, Outlet } from '../../broker/ports.ts'

/** One delivery as a consumer got it. */
export interface Got {
  readonly subscription: string
  readonly seq: number
  readonly attempt: number
}

/** A client without a socket: its link, its outlet, and what came out of it. */
export class FakeClient implements Link, Outlet {
  readonly id: string
  readonly client: string | null
  readonly since: number
  readonly got: Got[] = []
  /** What it was told of its standing. */
  readonly told: (readonly [subscription: string | null, state: string])[] = []
  readonly gone = false
  /** How it was closed: with or without leave to come back. */
  closed: boolean | null = null
  readonly #queues: readonly string[]
  readonly #waits: { count: number; resolve: () => void }[] = []

  constructor(id: string, client: string | null, since: number, queues: readonly string[] = []) {
    this.id = id
    this.client = client
    this.since = since
    this.#queues = queues
  }

  describe(): LinkInfo {
    const sockets = this.#queues.map((queue) => ({ queue, rooms: ['created'] }))
    return { address: '127.0.0.1', transport: 'websocket', protocol: 4, sockets, unsentBytes: 0, pingMs: null }
  }

  close(reconnect: boolean): void {
    this.closed = reconnect
  }

  queued(message: QueuedMessage, subscription: string, attempt: number): void {
    this.got.push({ subscription, seq: message.seq, attempt })
    for (const wait of this.#waits) if (this.got.length >= wait.count) wait.resolve()
  }

  /** Resolves when so many deliveries have come, of now and before. */
  arrived(count: number): Promise<void> {
    if (this.got.length >= count) return Promise.resolve()
    return new Promise((resolve) => this.#waits.push({ count, resolve }))
  }

  batch(): void {}

  realtime(): boolean {
    return true
  }

  standing(subscription: string | null, state: string): void {
    this.told.push([subscription, state])
  }
}

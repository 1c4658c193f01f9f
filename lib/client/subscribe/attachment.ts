import type { SubscribeResult, SubscribeOptions as WireSubscribe } from '../../protocol.ts'
import { backoffMs } from '../backoff.ts'
import { closed, type HoldlineError, refusal } from '../errors.ts'
import type { SubscriptionState } from '../options.ts'
import type { Channel } from './channel.ts'

export type Attached = Extract<SubscribeResult, { ok: true }>['subscription']

export interface AttachmentListener {
  attached(subscription: Attached): void
  changed(state: SubscriptionState): void
}

/** Final states: nothing leads out of them. */
const FINAL: readonly SubscriptionState[] = ['closed', 'deleted', 'failed']

/**
 * Keeps one subscription attached (`SubscriptionState`): subscribes on each connection, again while the broker says
 * "not now", and ends at a refusal that will not pass.
 */
export class Attachment {
  state: SubscriptionState = 'attaching'
  error: HoldlineError | null = null
  /** Resolves when the broker has accepted it for the first time; rejects when it ends before. */
  readonly ready: Promise<void>
  readonly #channel: Channel
  readonly #options: WireSubscribe
  readonly #listener: AttachmentListener
  /** The broker has accepted it at least once. */
  wasReady = false
  #accepted: () => void = () => {}
  #refused: (error: HoldlineError) => void = () => {}
  #strikes = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Counts connections: an answer to an earlier one concerns nobody. */
  #era = 0

  constructor(channel: Channel, options: WireSubscribe, listener: AttachmentListener) {
    this.#channel = channel
    this.#options = options
    this.#listener = listener
    this.ready = new Promise((resolve, reject) => {
      this.#accepted = resolve
      this.#refused = reject
    })
  }

  get isOver(): boolean {
    return FINAL.includes(this.state)
  }

  async attach(): Promise<void> {
    if (this.isOver) return
    clearTimeout(this.#timer)
    const era = this.#era
    const result = await this.#channel.request('subscribe', this.#options)
    if (result === null || era !== this.#era || this.isOver) return
    if (result.ok) this.#attached(result.subscription)
    else if (result.error.retryable) this.#later(result.error.retryAfterMs)
    else this.end('failed', refusal(result.error))
  }

  detach(): void {
    this.#era += 1
    clearTimeout(this.#timer)
    if (this.state !== 'attaching') this.move('detached')
  }

  move(state: SubscriptionState): void {
    if (this.state === state || this.isOver) return
    this.state = state
    this.#listener.changed(state)
  }

  /** For good. */
  end(state: 'closed' | 'deleted' | 'failed', error: HoldlineError | null = null): void {
    if (this.isOver) return
    this.#era += 1
    clearTimeout(this.#timer)
    this.error = error
    this.move(state)
    this.#refused(error ?? closed())
  }

  #attached(subscription: Attached): void {
    this.#strikes = 0
    this.#listener.attached(subscription)
    this.move(subscription.active ? 'active' : 'standby')
    this.wasReady = true
    this.#accepted()
  }

  #later(retryAfterMs: number | undefined): void {
    this.#timer = setTimeout(() => void this.attach(), backoffMs(this.#strikes++, retryAfterMs))
  }
}

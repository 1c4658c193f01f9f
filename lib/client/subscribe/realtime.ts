import { ALL_EVENTS } from '../../protocol/name-rule.ts'
import type { WireMessage, SubscriptionState as WireState } from '../../protocol.ts'
import type { HoldlineError } from '../errors.ts'
import type { Handler, SubscribeOptions, Subscription, SubscriptionState } from '../options.ts'
import { Attachment } from './attachment.ts'
import type { Channel, Member } from './channel.ts'
import { typed } from './durable.ts'

/**
 * A real-time subscription: at most once, while it is connected. The broker sends one copy for all of a queue's
 * real-time subscriptions of this client; each picks its events.
 */
export class Realtime<T> implements Subscription, Member {
  readonly name = null
  readonly #channel: Channel
  readonly #attachment: Attachment
  readonly #handler: Handler<T>
  readonly #options: SubscribeOptions
  readonly #report: (error: unknown) => void
  /** Nothing is ever lost to it: there is no attempt to lose. */
  readonly #context = { signal: new AbortController().signal }

  constructor(channel: Channel, options: SubscribeOptions, handler: Handler<T>, report: (error: unknown) => void) {
    this.#channel = channel
    this.#options = options
    this.#handler = handler
    this.#report = report
    const { concurrency: _c, maxHandlingMs: _m, onState: _s, onGap: _g, ...rest } = options
    this.#attachment = new Attachment(channel, { ...rest, delivery: 'realtime' }, this.#listener())
  }

  get queue(): string {
    return this.#channel.queue
  }

  get state(): SubscriptionState {
    return this.#attachment.state
  }

  get error(): HoldlineError | null {
    return this.#attachment.error
  }

  get ready(): Promise<void> {
    return this.#attachment.ready
  }

  get events(): readonly string[] {
    return this.#options.events ?? [ALL_EVENTS]
  }

  async close(): Promise<void> {
    if (this.#attachment.isOver) return
    const others = [...this.#channel.members].filter((member) => member !== this && member instanceof Realtime)
    const kept = new Set(others.flatMap((member) => (member instanceof Realtime ? member.events : [])))
    const left = this.events.filter((event) => !kept.has(event))
    const leaving = left.length > 0 ? this.#channel.request('unsubscribe', { events: left }) : null
    // Leaving `*` may have taken along what the others want: they say it again.
    for (const member of others) member.attach()
    this.#attachment.end('closed')
    await leaving
  }

  delete(): Promise<void> {
    return this.close()
  }

  attach(): void {
    void this.#attachment.attach()
  }

  detach(): void {
    this.#attachment.detach()
  }

  refuse(error: HoldlineError): void {
    this.#attachment.end('failed', error)
  }

  message(message: WireMessage): void {
    if (!this.events.includes(ALL_EVENTS) && !this.events.includes(message.event)) return
    void this.#handle(message)
  }

  gap(gap: { readonly dropped: number }): void {
    this.#options.onGap?.(gap)
  }

  /** Durable subscriptions' affair. */
  batch(): void {}

  /** The queue was deleted, and this with it. */
  standing(state: WireState): void {
    if (state === 'deleted') this.#attachment.end('deleted')
  }

  async #handle(message: WireMessage): Promise<void> {
    try {
      await this.#handler(typed<T>(message), this.#context)
    } catch (error) {
      this.#report(error)
    }
  }

  #listener() {
    return {
      attached: () => {},
      changed: (state: SubscriptionState) => {
        if (this.#attachment.isOver) this.#channel.remove(this)
        this.#options.onState?.(state)
        if (this.error !== null && this.#attachment.wasReady) this.#report(this.error)
      },
    }
  }
}

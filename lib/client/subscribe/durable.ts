import { DEFAULT_ACK_DEADLINE_MS } from '../../protocol/limits.ts'
import type { WireMessage, SubscriptionState as WireState, SubscribeOptions as WireSubscribe } from '../../protocol.ts'
import { HoldlineError, refusal } from '../errors.ts'
import type { Handler, Message, SubscribeOptions, Subscription, SubscriptionState } from '../options.ts'
import { type Attached, Attachment } from './attachment.ts'
import type { Channel, Member } from './channel.ts'
import { Extender } from './extender.ts'
import { Settler } from './settler.ts'
import { Worker } from './worker.ts'

const DEFAULT_MAX_HANDLING_MS = 3_600_000

/** A durable subscription: joins what attaches it, what runs its handlers, what settles and what extends. */
export class Durable<T> implements Subscription, Member {
  readonly name: string
  readonly #channel: Channel
  readonly #attachment: Attachment
  readonly #settler: Settler<T>
  readonly #worker: Worker<T>
  readonly #extender: Extender<T>
  readonly #onState: SubscribeOptions['onState']
  #closing: Promise<void> | null = null

  constructor(
    channel: Channel,
    options: SubscribeOptions & { readonly name: string },
    handler: Handler<T>,
    report: (error: unknown) => void,
  ) {
    this.name = options.name
    this.#channel = channel
    this.#onState = options.onState
    this.#attachment = new Attachment(channel, wireOptions(options), this.#listener(report))
    this.#settler = new Settler<T>({
      confirm: (settlement) => channel.request('settle', { name: this.name, ...settlement }),
      tell: (settlement) => channel.tell('settle', { name: this.name, ...settlement }),
      confirmed: (delivery) => this.#worker.ledger.forget(delivery),
      report,
    })
    this.#worker = new Worker(handler, options.concurrency ?? 1, this.#settler)
    this.#extender = new Extender(this.#worker.ledger, deadlines(options), (seqs) => void this.#extend(seqs))
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

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async delete(): Promise<void> {
    const result = await this.#channel.request('unsubscribe', { name: this.name, forever: true })
    // The notice that it is gone may overtake the answer, and ends our part as well.
    if (this.state === 'deleted') return
    if (result === null) throw new HoldlineError('E_DISCONNECTED', 'No connection, or it broke before the answer.')
    if (!result.ok) throw refusal(result.error)
    this.#attachment.end('deleted')
  }

  attach(): void {
    if (this.#closing === null) void this.#attachment.attach()
  }

  detach(): void {
    this.#drop()
    this.#attachment.detach()
  }

  refuse(error: HoldlineError): void {
    this.#attachment.end('failed', error)
  }

  batch(messages: readonly WireMessage[]): void {
    this.#extender.start()
    this.#worker.deliver(messages.map((message) => typed<T>(message)))
  }

  standing(state: WireState): void {
    if (state === 'deleted') this.#attachment.end('deleted')
    else if (state === 'detached') this.detach()
    else this.#attachment.move(state)
  }

  /** Durable messages come as `messages`, and gaps are of real time. */
  message(): void {}
  gap(): void {}

  #listener(report: (error: unknown) => void) {
    return {
      attached: (subscription: Attached) => {
        if (subscription.ackDeadlineMs !== undefined) this.#extender.learn(subscription.ackDeadlineMs)
      },
      changed: (state: SubscriptionState) => {
        if (this.#attachment.isOver) this.#over()
        this.#onState?.(state)
        if (this.error !== null && this.#attachment.wasReady) report(this.error)
      },
    }
  }

  async #close(): Promise<void> {
    this.#worker.stop()
    await this.#worker.idle()
    await this.#settler.idle()
    await this.#channel.request('unsubscribe', { name: this.name })
    this.#attachment.end('closed')
  }

  #over(): void {
    this.#worker.stop()
    this.#drop()
    this.#channel.remove(this)
  }

  /** Nothing that we hold is ours any more. */
  #drop(): void {
    this.#extender.stop()
    this.#settler.lose()
    this.#worker.lose()
  }

  async #extend(seqs: number[]): Promise<void> {
    const result = await this.#channel.request('settle', { name: this.name, extend: seqs })
    if (!result?.ok) return
    const now = performance.now()
    for (const [from, to] of result.ignored) {
      for (const seq of seqs) if (seq >= from && seq <= to) this.#worker.ledger.get(seq, now)?.lose()
    }
  }
}

function deadlines(options: SubscribeOptions) {
  const { ackDeadlineMs = DEFAULT_ACK_DEADLINE_MS, maxHandlingMs = DEFAULT_MAX_HANDLING_MS } = options
  return { ackDeadlineMs, maxHandlingMs }
}

/** What goes over the wire: our own options left out. */
function wireOptions(options: SubscribeOptions): WireSubscribe {
  const { concurrency: _c, maxHandlingMs: _m, onState: _s, onGap: _g, ...rest } = options
  return { ...rest, batch: true }
}

/** The caller's word for what its payloads are; whoever publishes to the queue decides, and nothing here can check. */
export function typed<T>(message: WireMessage): Message<T> {
  return message as Message<T>
}

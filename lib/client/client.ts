import { closed, HoldlineError } from './errors.ts'
import { Link, type LinkState } from './link.ts'
import type {
  Confirm,
  ConnectOptions,
  Handler,
  Publishable,
  PublishOptions,
  SubscribeOptions,
  Subscription,
} from './options.ts'
import { Publisher } from './publish/publisher.ts'
import { Channel } from './subscribe/channel.ts'
import { Durable } from './subscribe/durable.ts'
import { Realtime } from './subscribe/realtime.ts'

const CLOSE_TIMEOUT_MS = 10_000

/**
 * Connects to a broker and returns at once: what is published or subscribed before the connection is up waits for it.
 * Reconnects by itself until it is closed or refused.
 * @param url of the broker, for instance `http://localhost:3000`; or all addresses of one and those that stand by for it,
 * of which the client finds the one that serves, again and again
 */
export function connect(url: string | readonly string[], options: ConnectOptions = {}): Client {
  return new Client(url, options)
}

/** One connection to a broker, for any number of queues: connecting ⇄ connected → closing → closed. */
export class Client {
  readonly #link: Link
  readonly #publisher: Publisher
  readonly #channels = new Map<string, Channel>()
  readonly #options: ConnectOptions
  /** Why it takes nothing more; `null` while it does. */
  #over: HoldlineError | null = null
  #closing: Promise<void> | null = null

  constructor(url: string | readonly string[], options: ConnectOptions) {
    this.#options = options
    this.#link = new Link(url, options, {
      changed: (state) => this.#changed(state),
      refused: (error) => this.#refused(error),
    })
    this.#publisher = new Publisher(this.#link)
  }

  get state(): LinkState {
    return this.#link.state
  }

  /**
   * Publishes one message. Resolves when the broker has committed it (queued), sent it to whoever listens now (real
   * time), or committed it for later (`delayMs`).
   *
   * Queued: sent again after a broken connection, and after refusals that may pass, until it is confirmed or given up;
   * its id keeps the broker from storing it twice. Messages of one queue keep the order of the calls.
   * Real time: at most once, so a connection that breaks before the answer rejects.
   * @throws PublishError with the broker's or this client's code; `uncertain` where it may have arrived all the same
   */
  publish<T = unknown>(message: Publishable<T>, options: PublishOptions = {}): Promise<Confirm> {
    try {
      return this.#publisher.publish(message, options)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * Subscribes to a queue. With a `name` durably: the broker keeps what the name has not acknowledged, sends it again
   * when the handler throws or this client goes away, and shares it out among all that use the name. Without one in real
   * time: what is published while this client is connected, and nothing else.
   *
   * Resolves once the broker has accepted it, and attaches it again after each reconnect.
   * @throws HoldlineError E_CONFLICT (it exists with other options), E_UNKNOWN_QUEUE, E_NAME, E_BAD_REQUEST, E_CLOSED…
   */
  async subscribe<T = unknown>(queue: string, options: SubscribeOptions, handler: Handler<T>): Promise<Subscription> {
    if (this.#over !== null) throw this.#over
    const channel = this.#channel(queue)
    const subscription = this.#member(channel, options, handler)
    channel.add(subscription)
    await subscription.ready
    return subscription
  }

  /**
   * Drains and disconnects: running handlers finish (they may still publish), their settlements are confirmed, messages
   * that no handler has begun go back to the broker, outstanding publishes are confirmed. What is not done after
   * `timeoutMs` (10 s) is given up: publishes reject with E_CLOSED, messages come again to another consumer.
   */
  close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(options.timeoutMs ?? CLOSE_TIMEOUT_MS)
    return this.#closing
  }

  async #close(timeoutMs: number): Promise<void> {
    this.#over ??= closed()
    let timer: ReturnType<typeof setTimeout> | undefined
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs)
    })
    await Promise.race([this.#drain(), timeout])
    clearTimeout(timer)
    this.#publisher.giveUp(closed())
    this.#link.close()
  }

  async #drain(): Promise<void> {
    const members = [...this.#channels.values()].flatMap((channel) => [...channel.members])
    await Promise.all(members.map((member) => member.close()))
    this.#publisher.stop(closed())
    await this.#publisher.idle()
  }

  #channel(queue: string): Channel {
    const known = this.#channels.get(queue)
    if (known !== undefined) return known
    const channel = new Channel(this.#link, queue)
    this.#channels.set(queue, channel)
    return channel
  }

  #member<T>(channel: Channel, options: SubscribeOptions, handler: Handler<T>): Durable<T> | Realtime<T> {
    const report = this.#options.onError ?? console.error
    const { name } = options
    if (name === undefined || options.delivery === 'realtime') return new Realtime(channel, options, handler, report)
    if ([...channel.members].some((member) => member.name === name)) {
      const message = `This client has ${name} on ${channel.queue} already: raise its concurrency instead.`
      throw new HoldlineError('E_CONFLICT', message, { field: 'name' })
    }
    return new Durable(channel, { ...options, name }, handler, report)
  }

  #changed(state: LinkState): void {
    if (state === 'connected') this.#publisher.connected()
    else if (state === 'reconnecting') this.#publisher.broken()
    this.#options.onState?.(state)
  }

  #refused(error: HoldlineError): void {
    this.#over ??= error
    this.#publisher.giveUp(error)
    for (const channel of this.#channels.values()) channel.refuse(error)
  }
}

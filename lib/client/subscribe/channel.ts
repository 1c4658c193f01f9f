import type { Socket } from 'socket.io-client'
import type {
  SettleOptions,
  SettleResult,
  SubscribeResult,
  SubscriptionChange,
  UnsubscribeOptions,
  UnsubscribeResult,
  WireBatch,
  WireMessage,
  SubscriptionState as WireState,
  SubscribeOptions as WireSubscribe,
} from '../../protocol.ts'
import { HoldlineError, refusedConnect } from '../errors.ts'
import type { Link } from '../link.ts'

/** A subscription as its channel sees it. */
export interface Member {
  readonly name: string | null
  /** There is a connection: subscribe on it. */
  attach(): void
  /** The connection broke: nothing of it counts any more. */
  detach(): void
  /** Final. */
  refuse(error: HoldlineError): void
  message(message: WireMessage): void
  batch(messages: readonly WireMessage[]): void
  gap(gap: { readonly dropped: number }): void
  standing(state: WireState): void
  /** Drains and leaves. */
  close(): Promise<void>
}

/** A namespace that is left and joined again within a tick is never joined: Socket.IO's server takes the joining first. */
const LEAVE_AFTER_MS = 1_000

interface Requests {
  subscribe: { options: WireSubscribe; result: SubscribeResult }
  unsubscribe: { options: UnsubscribeOptions; result: UnsubscribeResult }
  settle: { options: SettleOptions; result: SettleResult }
}

/** One queue's namespace: joined while it has members, and shared by them. */
export class Channel {
  readonly queue: string
  readonly #socket: Socket
  readonly #members = new Set<Member>()
  /** Between Socket.IO's `connect` and `disconnect`. What arrives outside is of a lost connection. */
  #connected = false
  #leaving: ReturnType<typeof setTimeout> | undefined

  constructor(link: Link, queue: string) {
    this.queue = queue
    this.#socket = link.socket(`/${queue}`)
    this.#listen()
  }

  get members(): ReadonlySet<Member> {
    return this.#members
  }

  add(member: Member): void {
    this.#members.add(member)
    clearTimeout(this.#leaving)
    if (this.#connected) member.attach()
    // Calling it again while it connects would join twice.
    else if (!this.#socket.active) this.#socket.connect()
  }

  /** Leaves the namespace when nobody has needed it for a while. */
  remove(member: Member): void {
    this.#members.delete(member)
    if (this.#connected) this.#leaveLater()
  }

  /**
   * Asks the broker. `null`: there is no connection, or it broke before the answer. Nothing is ever left to Socket.IO's
   * own buffer, which would send it on another connection (docs/socket-io.md, 9).
   */
  async request<K extends keyof Requests>(
    event: K,
    options: Requests[K]['options'],
  ): Promise<Requests[K]['result'] | null> {
    if (!this.#connected) return null
    try {
      return await this.#socket.emitWithAck(event, options)
    } catch {
      return null
    }
  }

  /** Says something without wanting an answer. */
  tell<K extends keyof Requests>(event: K, options: Requests[K]['options']): void {
    if (this.#connected) this.#socket.emit(event, options)
  }

  refuse(error: HoldlineError): void {
    for (const member of [...this.#members]) member.refuse(error)
  }

  #listen(): void {
    this.#socket.on('connect', () => this.#attach())
    this.#socket.on('disconnect', (reason) => this.#detach(reason))
    this.#socket.on('connect_error', (error) => {
      if (!this.#socket.active) this.refuse(refusedConnect(error))
    })
    this.#socket.on('messages', (batch: WireBatch) => this.#named(batch.subscription)?.batch(batch.messages))
    this.#socket.on('message', (message: WireMessage) => this.#realtime((member) => member.message(message)))
    this.#socket.on('gap', (gap: { dropped: number }) => this.#realtime((member) => member.gap(gap)))
    this.#socket.on('subscription', ({ name, state }: SubscriptionChange) => {
      if (name !== null) this.#named(name)?.standing(state)
      else this.#realtime((member) => member.standing(state))
    })
  }

  #attach(): void {
    this.#connected = true
    for (const member of this.#members) member.attach()
    this.#leaveLater()
  }

  #leaveLater(): void {
    clearTimeout(this.#leaving)
    if (this.#members.size === 0) this.#leaving = setTimeout(() => this.#socket.disconnect(), LEAVE_AFTER_MS)
  }

  #detach(reason: string): void {
    this.#connected = false
    clearTimeout(this.#leaving)
    for (const member of [...this.#members]) member.detach()
    if (reason !== 'io server disconnect') return
    this.refuse(new HoldlineError('E_DISCONNECTED', `The broker closed the connection to queue ${this.queue}.`))
  }

  /** Before `connect`, Socket.IO hands over what it kept of the connection before: that is not ours any more. */
  #named(name: string): Member | undefined {
    return this.#connected ? [...this.#members].find((member) => member.name === name) : undefined
  }

  #realtime(tell: (member: Member) => void): void {
    if (!this.#connected) return
    for (const member of [...this.#members]) if (member.name === null) tell(member)
  }
}

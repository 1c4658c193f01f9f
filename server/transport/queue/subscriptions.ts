import type { Socket } from 'socket.io'
import {
  ALL_EVENTS,
  type CheckedUnsubscribe,
  type QueuedSubscribe,
  type RealtimeSubscribe,
} from '../../../lib/protocol.ts'
import type { BrokerApi, From } from '../../broker/api.ts'
import type { TransportLink } from '../link/link.ts'
import { type Interest, union } from './interest.ts'
import type { QueueOutlet } from './outlet.ts'
import { Rooms } from './rooms.ts'

/** What one socket has subscribed to on its queue, in both ways, and its rooms. Everything here throws what the broker throws. */
export class Subscriptions {
  readonly #broker: BrokerApi
  readonly #link: TransportLink
  readonly #queue: string
  readonly #outlet: QueueOutlet
  readonly #rooms: Rooms
  /** Named subscriptions attached here, with their events. */
  readonly #named = new Map<string, readonly string[]>()

  constructor(broker: BrokerApi, link: TransportLink, queue: string, socket: Socket, outlet: QueueOutlet) {
    this.#broker = broker
    this.#link = link
    this.#queue = queue
    this.#outlet = outlet
    this.#rooms = new Rooms(socket)
  }

  subscribe(options: RealtimeSubscribe | QueuedSubscribe): Promise<object> {
    return options.delivery === 'queued' ? this.#subscribeQueued(options) : this.#subscribeRealtime(options.events)
  }

  /** The dialect's subscription: real time, by `trigger`. */
  async subscribeTrigger(event: string): Promise<void> {
    await this.#want(this.#outlet.triggers, [event])
  }

  async unsubscribe(options: CheckedUnsubscribe): Promise<object> {
    if (options.kind === 'queued') {
      await this.#broker.unsubscribe(this.#link, this.#queue, options.name, options.how)
      this.#named.delete(options.name)
    } else await this.#leaveRealtime(options.events)
    this.#showRooms()
    return {}
  }

  /** A named subscription is gone for good, or detached here; `null`: what was wanted in real time, with its queue. */
  ended(name: string | null): void {
    if (name !== null) this.#named.delete(name)
    this.#showRooms()
  }

  async #subscribeQueued({ delivery, from, ...options }: QueuedSubscribe): Promise<object> {
    const input = { ...options, queue: this.#queue, from: fromOf(from) }
    const subscribed = await this.#broker.subscribe(this.#link, this.#outlet, input)
    this.#named.set(options.name, subscribed.events)
    this.#showRooms()
    const { name, events, created, active, startSeq, ackDeadlineMs } = subscribed
    // Plain clients get the fields of the contract alone; who takes batches extends what it holds at half-time.
    const more = options.batch === true ? { ackDeadlineMs } : {}
    return { subscription: { name, delivery, events, created, active, startSeq, ...more } }
  }

  async #subscribeRealtime(events: readonly string[]): Promise<object> {
    const created = this.#outlet.messages.isEmpty
    await this.#want(this.#outlet.messages, events)
    const merged = this.#outlet.messages.events
    const subscription = { name: null, delivery: 'realtime', events: merged, created, active: true, startSeq: null }
    return { subscription }
  }

  /** Messages may come from the moment the broker knows, so the outlet must want them first. */
  async #want(interest: Interest, events: readonly string[]): Promise<void> {
    const undo = interest.add(events)
    try {
      await this.#broker.subscribeRealtime(this.#link, this.#outlet, this.#queue, events)
    } catch (error) {
      undo()
      throw error
    }
    this.#showRooms()
  }

  /** The broker knows the union of messages and triggers: it hears only of what neither wants any more. */
  async #leaveRealtime(events: readonly string[] | undefined): Promise<void> {
    const { messages, triggers } = this.#outlet
    const before = union(messages, triggers)
    messages.leave(events)
    const after = union(messages, triggers)
    if (after.size === 0) return this.#broker.unsubscribeRealtime(this.#link, this.#queue)
    const gone = [...before].filter((event) => !after.has(event))
    if (gone.length > 0) this.#broker.unsubscribeRealtime(this.#link, this.#queue, gone)
    // `*` hid them: what the dialect still wants must be named now.
    if (gone.includes(ALL_EVENTS)) {
      await this.#broker.subscribeRealtime(this.#link, this.#outlet, this.#queue, [...after])
    }
  }

  #showRooms(): void {
    if (this.#outlet.gone) return
    this.#rooms.set(
      new Set([...union(this.#outlet.messages, this.#outlet.triggers), ...[...this.#named.values()].flat()]),
    )
  }
}

function fromOf(from: QueuedSubscribe['from']): From | undefined {
  if (from === undefined || from === 'new' || from === 'start') return from
  return typeof from === 'number' ? { seq: from } : { time: Date.parse(from) }
}

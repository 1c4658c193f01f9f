import type { Registry } from '../life/registry.ts'
import type { Events } from '../model.ts'
import type { Link, Outlet } from '../ports.ts'
import type { LinkState, Member, Queue } from '../state.ts'
import { eventList, eventSet } from '../structures/events.ts'
import type { Changes } from '../views/changes.ts'
import { index, merged, unindex, without } from './members.ts'
import type { PresenceBook } from './presence.ts'

/** Real-time subscriptions: each belongs to a link and a queue, and ends with either. */
export class Realtime {
  readonly #registry: Registry
  readonly #presence: PresenceBook
  readonly #changes: Changes

  constructor(registry: Registry, presence: PresenceBook, changes: Changes) {
    this.#registry = registry
    this.#presence = presence
    this.#changes = changes
  }

  /** Adds events to what the link already gets; answers all of them. @throws BrokerError E_UNKNOWN_QUEUE */
  subscribe(link: Link, outlet: Outlet, queueName: string, events: Events): Events {
    const queue = this.#registry.queueOrNew(queueName, link)
    const state = this.#registry.link(link)
    const known = state.members.get(queue)
    const wanted = eventSet(events)
    const member: Member = known ?? { link: state, outlet, queue, events: wanted }
    if (known !== undefined) {
      unindex(known)
      known.outlet = outlet
      known.events = merged(known.events, wanted)
    }
    state.members.set(queue, member)
    index(member)
    this.#presence.changed(member)
    this.#changes.note('subscriptions', queueName)
    return eventList(member.events)
  }

  /** On purpose: what comes later is not missed. */
  unsubscribe(link: Link, queueName: string, events?: Events): void {
    const state = this.#registry.links.get(link)
    const queue = this.#registry.queues.get(queueName)
    const member = queue && state?.members.get(queue)
    if (state === undefined || queue === undefined || member === undefined) return
    const rest = events === undefined ? undefined : without(member.events, eventSet(events))
    if (rest === undefined) return this.end(state, queue, true)
    unindex(member)
    member.events = rest
    index(member)
    this.#presence.changed(member)
    this.#changes.note('subscriptions', queueName)
  }

  /** The link's part in this queue is over. `left`: it unsubscribed, rather than went away. */
  end(state: LinkState, queue: Queue, left: boolean): void {
    const member = state.members.get(queue)
    if (member === undefined) return
    state.members.delete(queue)
    unindex(member)
    this.#presence.gone(member, left)
    this.#changes.note('subscriptions', queue.name)
  }
}

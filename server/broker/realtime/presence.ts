import type { Limits } from '../limits.ts'
import type { Position, Presence } from '../model.ts'
import type { Clock } from '../ports.ts'
import type { Member, Queue, Stay } from '../state.ts'
import { eventList } from '../structures/events.ts'
import { dropIdleLine, eventLine } from '../totals.ts'
import type { Batcher } from '../writer/batcher.ts'

/** Position of whatever is dispatched next: just above the last one. */
function nextPosition(queue: Queue): Position {
  return { seq: queue.committed, ord: queue.ord + 1 }
}

export function isBefore(a: Position, b: Position): boolean {
  return a.seq < b.seq || (a.seq === b.seq && a.ord < b.ord)
}

/**
 * When named clients were present, and with which events. A stay is `current` while at least one of the client's links
 * listens; it ends, and a new one begins at the same position, whenever its events change. A client is `away` for 24 h
 * after it went without unsubscribing, and what it would have got is counted as missed.
 */
export class PresenceBook {
  readonly #clock: Clock
  readonly #limits: Limits
  readonly #batcher: Pick<Batcher, 'presence'>
  /** Who went, and when they are forgotten; 24 h are constant, so the first to go is first. */
  readonly #gone = new Map<Stay, { readonly queue: Queue; readonly until: number }>()
  #timer: (() => void) | null = null

  constructor(clock: Clock, limits: Limits, batcher: Pick<Batcher, 'presence'>) {
    this.#clock = clock
    this.#limits = limits
    this.#batcher = batcher
  }

  /** The member's events changed, or it is new. */
  changed(member: Member): void {
    const client = member.link.link.client
    if (client === null) return
    const stay = this.#stay(member.queue, client)
    stay.members.add(member)
    this.#renew(member.queue, stay, false)
  }

  /** The member is gone. `left`: it unsubscribed, so nothing is missed from here on. */
  gone(member: Member, left: boolean): void {
    const { link, queue } = member
    const stay = link.link.client === null ? undefined : queue.stays.get(link.link.client)
    if (stay?.members.delete(member)) this.#renew(queue, stay, left)
  }

  /** A stay as the log remembers it, in the order in which they ended. One that a crash left open ends at the last position that is known. */
  restore(queue: Queue, presence: Presence, newestAt: number): void {
    const stay = this.#stay(queue, presence.client)
    const ended = presence.to === null ? { ...presence, to: nextPosition(queue), toAt: newestAt } : presence
    if (presence.to === null) this.#batcher.presence({ kind: 'putPresence', queueId: queue.id, presence: ended })
    stay.past.push(ended)
    this.#setAway(queue, stay)
  }

  /** Every stay of the last 24 h, the running ones included. */
  of(queue: Queue): Presence[] {
    const since = this.#clock.now() - this.#limits.presenceMs
    const all: Presence[] = []
    for (const stay of queue.stays.values()) {
      for (const past of stay.past) if ((past.toAt ?? 0) > since) all.push(past)
      const current = currentOf(queue, stay)
      if (current !== null) all.push(current)
    }
    return all
  }

  /** The queue is deleted: nobody misses anything of it, and nothing of it is written. */
  forget(queue: Queue): void {
    for (const stay of queue.stays.values()) this.#gone.delete(stay)
    queue.stays.clear()
  }

  stop(): void {
    this.#timer?.()
  }

  #stay(queue: Queue, client: string): Stay {
    const known = queue.stays.get(client)
    if (known !== undefined) return known
    const stay: Stay = { client, members: new Set(), past: [], current: null, away: undefined }
    queue.stays.set(client, stay)
    return stay
  }

  #renew(queue: Queue, stay: Stay, left: boolean): void {
    const events = unionOf(stay.members)
    if (stay.current !== null && stay.members.size > 0 && sameEvents(stay.current.events, events)) return
    this.#end(queue, stay, left && stay.members.size === 0)
    if (stay.members.size > 0) {
      stay.current = { events, from: nextPosition(queue), fromAt: this.#clock.now() }
      this.#put(queue, stay)
    }
    this.#setAway(queue, stay)
  }

  #end(queue: Queue, stay: Stay, left: boolean): void {
    const current = currentOf(queue, stay)
    if (current === null) return
    stay.current = null
    const now = this.#clock.now()
    const ended: Presence = { ...current, to: nextPosition(queue), toAt: now, left }
    stay.past.push(ended)
    const since = now - this.#limits.presenceMs
    while ((stay.past[0]?.toAt ?? now) <= since) stay.past.shift()
    this.#batcher.presence({ kind: 'putPresence', queueId: queue.id, presence: ended })
  }

  #put(queue: Queue, stay: Stay): void {
    const presence = currentOf(queue, stay)
    if (presence !== null) this.#batcher.presence({ kind: 'putPresence', queueId: queue.id, presence })
  }

  /** Counts the client in or out of those who miss what is dispatched in real time. */
  #setAway(queue: Queue, stay: Stay): void {
    const last = stay.past[stay.past.length - 1]
    const isAway = stay.current === null && last !== undefined && !last.left
    this.#count(queue, stay.away, -1)
    stay.away = isAway ? eventsOf(last) : undefined
    this.#count(queue, stay.away, 1)
    this.#gone.delete(stay)
    if (stay.current !== null || last === undefined) return
    this.#gone.set(stay, { queue, until: (last.toAt ?? 0) + this.#limits.presenceMs })
    if (this.#timer === null) this.#arm()
  }

  #count(queue: Queue, events: Stay['away'], by: number): void {
    if (events === undefined) return
    if (events === null) queue.wildAway += by
    else {
      for (const event of events) {
        eventLine(queue, event).away += by
        dropIdleLine(queue, event)
      }
    }
  }

  #arm(): void {
    const [first] = this.#gone.values()
    this.#timer = first === undefined ? null : this.#clock.at(first.until, () => this.#forget())
  }

  /** Those that went 24 h ago and did not come back miss nothing any more. */
  #forget(): void {
    const now = this.#clock.now()
    for (const [stay, { queue, until }] of this.#gone) {
      if (until > now) break
      this.#gone.delete(stay)
      this.#count(queue, stay.away, -1)
      stay.away = undefined
      queue.stays.delete(stay.client)
    }
    this.#arm()
  }
}

function currentOf(queue: Queue, stay: Stay): Presence | null {
  if (stay.current === null) return null
  const { events, from, fromAt } = stay.current
  return {
    client: stay.client,
    queue: queue.name,
    events: eventList(events),
    from,
    fromAt,
    to: null,
    toAt: null,
    left: false,
  }
}

function eventsOf(presence: Presence): ReadonlySet<string> | null {
  return presence.events.includes('*') ? null : new Set(presence.events)
}

function unionOf(members: ReadonlySet<Member>): ReadonlySet<string> | null {
  const union = new Set<string>()
  for (const { events } of members) {
    if (events === null) return null
    for (const event of events) union.add(event)
  }
  return union
}

export function sameEvents(a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): boolean {
  if (a === null || b === null) return a === b
  return a.size === b.size && [...a].every((event) => b.has(event))
}

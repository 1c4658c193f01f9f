import type { BrokerApi } from '../../../api.ts'
import type { Events, Message, Position, Presence } from '../../../model.ts'
import type { RealtimeRecord } from '../../../ports.ts'
import { indexAbove } from '../../../structures/window.ts'
import { LABELS } from '../acting/kinds.ts'
import type { Client } from '../running/client.ts'
import type { Scheduler } from '../running/scheduler.ts'
import type { Archive } from './archive.ts'
import type { Objector } from './objector.ts'

/** How a named client stands to one queue. `away`: events that it misses; `null`: all. */
interface Standing {
  readonly members: Map<Client, ReadonlySet<string> | null>
  away: ReadonlySet<string> | null | undefined
  awayUntil: number
}

const AWAY_MS = 24 * 60 * 60_000

/** Who really got what in real time, and whether presence tells the same: `delivered`, `missed`, or not its own. */
export class PresenceBook {
  readonly #shared: { readonly archive: Archive; readonly objector: Objector; readonly scheduler: Scheduler }
  readonly #broker: BrokerApi
  /** By queue and label. */
  readonly #standings = new Map<string, Standing>()
  /** By queue and link: unnamed ones too. */
  readonly #members = new Map<string, Map<Client, ReadonlySet<string> | null>>()
  /** By label: ids of what one of its links got, or was too full to get. */
  readonly #got = new Map<string, Set<string>>()
  /** Up to here queued messages of a queue were checked. */
  readonly #checked = new Map<string, number>()
  /** Real-time messages that this process sent and the log has. */
  readonly #written: ({ readonly queueId: number } & RealtimeRecord)[] = []

  constructor(shared: { archive: Archive; objector: Objector; scheduler: Scheduler }, broker: BrokerApi) {
    this.#shared = shared
    this.#broker = broker
  }

  /** As the log remembers it: whoever was present when its process died is away now. */
  restore(newestAt: number): void {
    for (const { record, presence, lastSeq } of this.#shared.archive.memory.queues.values()) {
      this.#checked.set(record.name, lastSeq)
      const last = new Map<string, Presence>()
      for (const one of presence.values()) if (!isBefore(one, last.get(one.client))) last.set(one.client, one)
      for (const [label, { left, events, toAt }] of last) {
        const standing = this.#standing(record.name, label)
        if (!left) standing.away = setOf(events)
        standing.awayUntil = (toAt ?? newestAt) + AWAY_MS
      }
    }
  }

  joined(client: Client, queue: string, events: Events): void {
    const members = this.#membersOf(queue)
    const before = members.get(client)
    const wanted = setOf(events)
    const all = before === null || wanted === null ? null : new Set([...(before ?? []), ...wanted])
    members.set(client, all)
    if (client.link.client !== null) this.#standing(queue, client.link.client).members.set(client, all)
  }

  /** `left`: it unsubscribed from everything, so nothing is missed from here on. */
  parted(client: Client, queue: string, left: boolean): void {
    this.#membersOf(queue).delete(client)
    const label = client.link.client
    if (label === null) return
    const standing = this.#standing(queue, label)
    const union = unionOf(standing.members.values())
    if (!standing.members.delete(client) || standing.members.size > 0) return
    standing.away = left ? undefined : union
    standing.awayUntil = this.#shared.scheduler.now + AWAY_MS
  }

  /** Leaves some events. */
  narrowed(client: Client, queue: string, events: Events): void {
    const members = this.#membersOf(queue)
    const before = members.get(client)
    if (before === undefined || before === null) return
    const rest = new Set([...before].filter((event) => !events.includes(event)))
    if (rest.size === 0) return this.parted(client, queue, true)
    members.set(client, rest)
    if (client.link.client !== null) this.#standing(queue, client.link.client).members.set(client, rest)
  }

  got(client: Client, message: Message): void {
    if (message.only !== null) this.#object(`${client.id} got a copy for ${message.only} in real time`)
    const members = this.#membersOf(message.queue)
    const wants = members.has(client) && has(members.get(client), message.event)
    if (!wants)
      this.#object(`${client.id} got ${message.event} of ${message.queue} in real time, which it does not want`)
    const who = client.link.client ?? client.id
    const ids = this.#got.get(who) ?? new Set()
    this.#got.set(who, ids)
    const copy = `${client.id} ${nameOf(message)}`
    if (ids.has(copy)) this.#object(`${client.id} got ${nameOf(message)} twice in real time`)
    ids.add(copy)
    ids.add(nameOf(message))
  }

  /** How many links want an event and are not full. */
  recipients(queue: string, event: string): number {
    let count = 0
    for (const [client, events] of this.#membersOf(queue)) if (has(events, event) && !client.full) count++
    return count
  }

  /** The queue is deleted: nobody listens to it any more, and nobody misses it. */
  forget(queue: string): void {
    this.#forgetGot(queue)
    for (const standings of [this.#standings, this.#members, this.#checked])
      for (const key of [...standings.keys()]) if (key === queue || key.startsWith(`${queue}/`)) standings.delete(key)
  }

  #forgetGot(queue: string): void {
    for (const names of this.#got.values())
      for (const name of [...names]) if (` ${name}`.includes(` ${queue} `)) names.delete(name)
  }

  written(queueId: number, record: RealtimeRecord): void {
    this.#written.push({ queueId, ...record })
  }

  /** What was dispatched since the last time. */
  check(): void {
    for (const { name, id, lastSeq } of this.#broker.queues()) {
      const from = this.#checked.get(name) ?? 0
      this.#checked.set(name, lastSeq)
      const messages = this.#shared.archive.memory.queues.get(id)?.messages ?? []
      for (let i = indexAbove(messages, 0, from); i < messages.length; i++) {
        const message = messages[i]
        if (message === undefined || message.seq > lastSeq) break
        if (message.only !== null) continue
        this.#compare(message, { seq: message.seq, ord: 0 }, true)
      }
    }
    // Who was there is remembered for a day.
    const known = new Set(this.#broker.queues().map(({ id }) => id))
    for (const { queueId, message, position } of this.#written.splice(0))
      if (known.has(queueId) && message.publishedAt > this.#shared.scheduler.now - AWAY_MS)
        this.#compare(message, position, false)
  }

  /** `now`: it was dispatched just now, so how its clients stand now decides. */
  #compare(message: Message, { seq, ord }: Position, now: boolean): void {
    const { event, expiresAt, only, publishedAt, queue } = message
    const views = this.#broker.deliveries(queue, { seq, ord, event, expiresAt, only, publishedAt })
    for (const label of LABELS) {
      const shown = views.find((view) => view.delivery === 'realtime' && view.name === label)?.state ?? 'not its own'
      const got = this.#got.get(label)?.has(nameOf(message)) ?? false
      const standing = this.#standing(queue, label)
      const expected = now ? this.#expected(standing, event) : got === (shown === 'delivered') ? shown : 'another'
      if (got !== (shown === 'delivered') || (expected !== null && shown !== expected))
        this.#object(`${label} ${got ? 'got' : 'did not get'} ${nameOf(message)}; shown as ${shown}, not ${expected}`)
    }
  }

  /** `null`: it has been away for so long that either may be said. */
  #expected({ members, away, awayUntil }: Standing, event: string): string | null {
    if (members.size > 0) return has(unionOf(members.values()), event) ? 'delivered' : 'not its own'
    if (away === undefined || !has(away, event)) return 'not its own'
    return awayUntil > this.#shared.scheduler.now ? 'missed' : null
  }

  #standing(queue: string, label: string): Standing {
    const key = `${queue}/${label}`
    const known = this.#standings.get(key)
    if (known !== undefined) return known
    const fresh: Standing = { members: new Map(), away: undefined, awayUntil: 0 }
    this.#standings.set(key, fresh)
    return fresh
  }

  #membersOf(queue: string): Map<Client, ReadonlySet<string> | null> {
    const known = this.#members.get(queue)
    if (known !== undefined) return known
    const fresh = new Map<Client, ReadonlySet<string> | null>()
    this.#members.set(queue, fresh)
    return fresh
  }

  #object(what: string): void {
    this.#shared.objector.object(what)
  }
}

/** An id may be published again after a while. */
function nameOf({ queue, seq, id }: Message): string {
  return `${queue} ${seq ?? 'now'} ${id}`
}

function setOf(events: Events): ReadonlySet<string> | null {
  return events.includes('*') ? null : new Set(events)
}

function has(events: ReadonlySet<string> | null | undefined, event: string): boolean {
  return events === null || (events?.has(event) ?? false)
}

function unionOf(all: Iterable<ReadonlySet<string> | null>): ReadonlySet<string> | null {
  const union = new Set<string>()
  for (const events of all) {
    if (events === null) return null
    for (const event of events) union.add(event)
  }
  return union
}

function isBefore(one: Presence, other: Presence | undefined): boolean {
  if (other === undefined) return false
  const a = one.from
  const b = other.from
  return a.seq < b.seq || (a.seq === b.seq && (a.ord < b.ord || (a.ord === b.ord && one.fromAt < other.fromAt)))
}

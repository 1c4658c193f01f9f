import type { PublishInput, PublishOutcome } from '../api.ts'
import { BrokerError } from '../errors.ts'
import type { Registry } from '../life/registry.ts'
import type { Limits } from '../limits.ts'
import type { Message, Scheduled } from '../model.ts'
import type { Clock, Ids, Link } from '../ports.ts'
import type { Counters } from '../rates/counters.ts'
import { fanOut } from '../realtime/fanout.ts'
import type { Room } from '../retention/room.ts'
import type { Queue } from '../state.ts'
import { eventLine } from '../totals.ts'
import type { Batcher } from './batcher.ts'
import type { Dedupe } from './dedupe.ts'
import { outcomeOf } from './dedupe.ts'
import type { Delayed } from './delayed.ts'
import { checkRoom } from './room.ts'

export interface PublisherDeps {
  readonly clock: Clock
  readonly ids: Ids
  readonly limits: Limits
  readonly registry: Registry
  readonly batcher: Batcher
  readonly dedupe: Dedupe
  readonly delayed: Delayed
  readonly counters: Counters
  readonly room: Room
  readonly changed: (topic: 'messages' | 'queues', queue: string) => void
  /** A refusal while the broker does not accept publishes, else `null`. */
  readonly closed: () => BrokerError | null
}

type Confirm = (outcome: PublishOutcome) => void

/** The door for messages: real-time ones go out at once, queued and delayed ones wait for their commit. */
export class Publisher {
  readonly #deps: PublisherDeps

  constructor(deps: PublisherDeps) {
    this.#deps = deps
  }

  /** Calls `confirm` exactly once, at once for a refusal, a duplicate or real time. */
  publish(input: PublishInput, publisher: Link | null, confirm: Confirm): void {
    try {
      const closed = this.#deps.closed()
      if (closed !== null) throw closed
      const queue = this.#deps.registry.queueOrNew(input.queue, publisher)
      const now = this.#deps.clock.now()
      if (publisher !== null) this.#deps.registry.links.get(publisher)?.in.add(now, 1)
      const realtime = (input.delivery ?? queue.settings.delivery) === 'realtime'
      if (realtime && input.delayMs !== undefined) throw delayRefused()
      if (realtime) this.#realtime(queue, input, publisher, confirm, now)
      else this.#queued(queue, input, publisher, confirm, now)
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error
      confirm({ kind: 'refused', error })
    }
  }

  #realtime(queue: Queue, input: PublishInput, publisher: Link | null, confirm: Confirm, now: number): void {
    const message = this.#message(queue, input, publisher, null, now)
    const line = eventLine(queue, input.event)
    queue.ord++
    line.realtime++
    const { counters, batcher } = this.#deps
    counters.add(queue, 'publishedRealtime', 1, now)
    const recipients = fanOut(queue, line, message, counters, now)
    batcher.realtime(queue.id, { message, position: { seq: queue.committed, ord: queue.ord } })
    this.#deps.changed('messages', queue.name)
    confirm({ kind: 'sent', id: message.id, recipients })
  }

  #queued(queue: Queue, input: PublishInput, publisher: Link | null, confirm: Confirm, now: number): void {
    const { batcher, limits, room } = this.#deps
    if (input.id !== undefined && this.#isRepeat(queue, input.id, confirm, now)) return
    room.check(queue, input.bytes)
    checkRoom(batcher, input.bytes, limits)
    const message = this.#message(queue, input, publisher, 0, now)
    const repeats = input.id === undefined ? null : { confirms: null }
    if (repeats !== null) queue.waitingIds.set(message.id, repeats)
    const scheduled = scheduledOf(message, input, now)
    if (scheduled === null) batcher.publish({ queue, message, confirm, repeats, along: null, scheduled })
    else this.#deps.delayed.put({ queue, message, confirm, repeats, along: null, scheduled })
  }

  /** Answers a repeat with the first one's place: at once, or together with the first if that is on its way. */
  #isRepeat(queue: Queue, id: string, confirm: Confirm, now: number): boolean {
    const first = queue.waitingIds.get(id)
    if (first !== undefined) {
      first.confirms ??= []
      first.confirms.push(confirm)
      return true
    }
    const place = this.#deps.dedupe.find(queue.id, id, now)
    if (place === null) return false
    confirm(outcomeOf(id, place, true))
    return true
  }

  #message<Seq extends number | null>(
    queue: Queue,
    input: PublishInput,
    publisher: Link | null,
    seq: Seq,
    now: number,
  ): Message & { seq: Seq } {
    return {
      id: input.id ?? this.#deps.ids.message(),
      seq,
      queue: queue.name,
      event: input.event,
      payload: input.payload,
      key: input.key ?? null,
      headers: input.headers ?? null,
      publishedAt: now,
      expiresAt: input.ttlMs === undefined ? null : now + input.ttlMs,
      bytes: input.bytes,
      publisher: publisher?.client ?? null,
      only: null,
      encoded: undefined,
    }
  }
}

/** `null`: it is due at once. */
function scheduledOf(message: Message, { delayMs = 0, ttlMs }: PublishInput, now: number): Scheduled | null {
  if (delayMs === 0) return null
  const dueAt = now + delayMs
  const expiresAt = ttlMs === undefined ? null : dueAt + ttlMs
  return { message: { ...message, seq: null, expiresAt }, dueAt, ttlMs: ttlMs ?? null }
}

function delayRefused(): BrokerError {
  const message = 'delayMs is for queued delivery: real time cannot wait'
  return new BrokerError('E_BAD_REQUEST', message, { field: 'delayMs' })
}

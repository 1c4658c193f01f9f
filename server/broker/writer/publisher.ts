import type { PublishInput, PublishOutcome } from '../api.ts'
import { BrokerError } from '../errors.ts'
import type { Registry } from '../life/registry.ts'
import type { Limits } from '../limits.ts'
import type { Message } from '../model.ts'
import type { Clock, Ids, Link } from '../ports.ts'
import { fanOut } from '../realtime/fanout.ts'
import type { Queue } from '../state.ts'
import { eventLine } from '../state.ts'
import type { Counters } from '../views/counters.ts'
import type { Batcher } from './batcher.ts'
import type { Dedupe } from './dedupe.ts'

export interface PublisherDeps {
  readonly clock: Clock
  readonly ids: Ids
  readonly limits: Limits
  readonly registry: Registry
  readonly batcher: Batcher
  readonly dedupe: Dedupe
  readonly counters: Counters
  readonly changed: (topic: 'messages' | 'queues', queue: string) => void
  /** A refusal while the broker does not accept publishes, else `null`. */
  readonly closed: () => BrokerError | null
}

type Confirm = (outcome: PublishOutcome) => void

/** At this pace the log is taken to catch up, when a publisher is told how long to wait. */
const DRAIN_BYTES_PER_MS = 16 * 1024

/** The door for messages: real-time ones go out at once, queued ones wait for their commit. */
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
      if (input.delayMs !== undefined) throw delayRefused()
      const queue = this.#deps.registry.queueOrNew(input.queue)
      const now = this.#deps.clock.now()
      if (publisher !== null) this.#deps.registry.links.get(publisher)?.in.add(now, 1)
      const realtime = (input.delivery ?? queue.settings.delivery) === 'realtime'
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
    const { batcher, limits } = this.#deps
    if (input.id !== undefined && this.#isRepeat(queue, input.id, confirm, now)) return
    if (batcher.waitingBytes + input.bytes > limits.waitingBytes) throw this.#busy()
    const message = this.#message(queue, input, publisher, 0, now)
    const repeats = input.id === undefined ? null : { confirms: null }
    if (repeats !== null) queue.waitingIds.set(message.id, repeats)
    batcher.publish({ queue, message, confirm, repeats })
  }

  /** Answers a repeat with the first one's seq: at once, or together with the first if that is on its way. */
  #isRepeat(queue: Queue, id: string, confirm: Confirm, now: number): boolean {
    const first = queue.waitingIds.get(id)
    if (first !== undefined) {
      first.confirms ??= []
      first.confirms.push(confirm)
      return true
    }
    const seq = this.#deps.dedupe.find(queue.id, id, now)
    if (seq === null) return false
    confirm({ kind: 'stored', id, seq, duplicate: true })
    return true
  }

  #busy(): BrokerError {
    const retryAfterMs = Math.max(100, Math.ceil(this.#deps.batcher.waitingBytes / DRAIN_BYTES_PER_MS))
    return new BrokerError('E_BUSY', 'too much waits to be stored; try again shortly', { retryAfterMs })
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

function delayRefused(): BrokerError {
  const message = 'delayMs is not built into this version; publish without it, when the message is due'
  return new BrokerError('E_BAD_REQUEST', message, { field: 'delayMs' })
}

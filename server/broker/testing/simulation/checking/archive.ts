import type { MemoryLog } from '../../../memory-log.ts'
import type { QueuedMessage } from '../../../model.ts'
import type { Needs, SubscriptionRecord } from '../../../ports.ts'
import { indexAbove } from '../../../structures/window.ts'
import type { Packed } from '../../../subscription/pack.ts'
import type { Objector } from './objector.ts'

/** What is known of a subscription over all processes: it ends with the subscription, not with a crash. */
export interface Past {
  readonly name: string
  readonly queueId: number
  readonly startSeq: number
  /** What retention had removed before it began is not owed to it. */
  owedFrom: number
  /** Events that it wanted all the time, and those that it wanted at any time; `null`: all. */
  must: ReadonlySet<string> | null
  may: ReadonlySet<string> | null
  /** Its count of pending is exact: it began at an end of the queue, and never changed its events. */
  exact: boolean
  /** As stored last. */
  upto: number
  open: ReadonlyMap<number, Packed>
  /** Up to here everything is known to be settled on disk. */
  provenTo: number
  records: number
  readonly letters: Set<number>
  /** Settlements that were answered as on disk. */
  readonly forGood: Set<number>
  readonly delivered: Set<number>
  /** Highest first dispatch, by who counts together: a key, and a consumer where they get batches. */
  readonly highestFirst: Map<string, number>
}

/** What is known of the log and its subscriptions over all processes: what was written, stored, settled and sent. */
export class Archive {
  readonly memory: MemoryLog
  readonly #objector: Objector
  readonly #pasts = new Map<number, Past>()
  /** Every message that was ever written, by queue and seq. */
  readonly #written = new Map<number, Map<number, QueuedMessage>>()
  /** Up to here retention may remove the messages of a queue, now or a little later. */
  readonly #letGo = new Map<number, number>()

  constructor(memory: MemoryLog, objector: Objector) {
    this.memory = memory
    this.#objector = objector
  }

  /** What is known of a stored subscription. `undefined`: it was never written. */
  past(id: number): Past | undefined {
    const known = this.#pasts.get(id)
    if (known !== undefined) return known
    const record = this.memory.subscriptions.get(id)
    if (record === undefined) return undefined
    const stored = this.memory.queues.get(record.queueId)
    const letGo = this.#letGo.get(record.queueId) ?? 0
    const owedFrom = Math.max(stored?.messages[0]?.seq ?? (stored?.lastSeq ?? 0) + 1, letGo + 1)
    const events = record.events.includes('*') ? null : new Set(record.events)
    const fresh: Past = {
      name: record.name,
      queueId: record.queueId,
      startSeq: record.startSeq,
      owedFrom,
      must: events,
      may: events,
      exact: owedFrom <= record.startSeq && this.#countsExactly(record),
      upto: record.startSeq - 1,
      open: new Map(),
      records: 0,
      provenTo: 0,
      letters: new Set(),
      forGood: new Set(),
      delivered: new Set(),
      highestFirst: new Map(),
    }
    this.#pasts.set(id, fresh)
    return fresh
  }

  /** A place in the middle is taken in proportion; from the start on, what retention removed still counts. */
  #countsExactly({ queueId, name, startSeq }: SubscriptionRecord): boolean {
    const stored = this.memory.queues.get(queueId)
    if (stored === undefined || name === 'middle') return false
    const published = [...stored.totals.values()].reduce((sum, total) => sum + total, 0)
    return startSeq > (stored.messages[0]?.seq ?? Number.POSITIVE_INFINITY) || published === stored.messages.length
  }

  /** What was settled, but not yet on disk as such, may have been trimmed: it counts until it is passed again. */
  restarted(id: number, vanished: number): void {
    const past = this.past(id)
    const record = this.memory.subscriptions.get(id)
    const first = this.memory.queues.get(record?.queueId ?? 0)?.messages[0]?.seq ?? Number.POSITIVE_INFINITY
    if (past?.exact) past.exact = vanished === 0 && first <= past.upto + 1
  }

  /** The queue of this name, as stored. */
  queue(name: string): { readonly id: number; readonly messages: readonly QueuedMessage[] } | undefined {
    for (const [id, { record, messages }] of this.memory.queues) if (record.name === name) return { id, messages }
    return undefined
  }

  stored(queue: string, seq: number): QueuedMessage | undefined {
    const messages = this.queue(queue)?.messages ?? []
    const found = messages[indexAbove(messages, 0, seq - 1)]
    return found?.seq === seq ? found : undefined
  }

  /** Enters a message of a commit. */
  write(queueId: number, message: QueuedMessage): void {
    const written = this.#written.get(queueId) ?? new Map<number, QueuedMessage>()
    this.#written.set(queueId, written.set(message.seq, message))
  }

  /** Every message ever written to a queue. */
  everWritten(queueId: number): Iterable<QueuedMessage> {
    return this.#written.get(queueId)?.values() ?? []
  }

  /** A message as it was written, also when retention has removed it. */
  written(queue: string, seq: number): QueuedMessage | undefined {
    return this.#written.get(this.queue(queue)?.id ?? 0)?.get(seq)
  }

  /** The log lets go what is below these floors and a day old. Subscriptions that they do not know of are owed less. */
  letGo({ floors, keepFrom }: Needs, known: ReadonlySet<number>): void {
    for (const [queueId, floor] of floors) {
      let last = 0
      for (const { seq, publishedAt } of this.memory.queues.get(queueId)?.messages ?? []) {
        if (seq >= floor || publishedAt >= keepFrom) break
        last = seq
      }
      this.#letGo.set(queueId, Math.max(last, this.#letGo.get(queueId) ?? 0))
      for (const [id, past] of this.#pasts) {
        if (past.queueId !== queueId || known.has(id) || past.owedFrom > last) continue
        past.owedFrom = last + 1
        past.exact = false
      }
    }
  }

  /** Messages of a queue that the subscription must get, above `after` up to `upTo`. */
  *owed(queueId: number, past: Past, after: number, upTo: number): Generator<QueuedMessage> {
    const messages = this.memory.queues.get(queueId)?.messages ?? []
    for (let i = indexAbove(messages, 0, after); i < messages.length; i++) {
      const message = messages[i]
      if (message === undefined || message.seq > upTo) return
      if (isFor(past, message, past.must)) yield message
    }
  }

  /** Whether the log would say after a crash that this delivery is settled. */
  isSettled(past: Past, seq: number): boolean {
    return seq <= past.upto && !past.open.has(seq)
  }

  /** A settlement was answered as on disk. */
  settledForGood(id: number, seqs: Iterable<number>): void {
    const past = this.past(id)
    if (past === undefined) return
    for (const seq of seqs) {
      if (!this.isSettled(past, seq))
        this.#objector.object(`the settlement of ${seq} of ${past.name} was confirmed and is not on disk`)
      past.forGood.add(seq)
    }
  }

  /** First dispatches rise: over all messages without a key, and within each key; a batch is handed over as a whole. */
  dispatched(past: Past, message: QueuedMessage, scope: string): void {
    if (past.delivered.has(message.seq)) return
    past.delivered.add(message.seq)
    // Wanted only since a while ago: a crash may have set the point back, from where on it is wanted.
    if (!isFor(past, message, past.must)) return
    const lane = `${scope}|${message.key}`
    const before = past.highestFirst.get(lane) ?? 0
    if (message.seq < before)
      this.#objector.object(`${past.name} got ${message.seq} for the first time after ${before}`)
    past.highestFirst.set(lane, message.seq)
  }
}

export function isFor(past: Past, message: QueuedMessage, events: ReadonlySet<string> | null): boolean {
  if (message.seq < past.startSeq || (message.only !== null && message.only !== past.name)) return false
  return events === null || events.has(message.event)
}

export function isExpired(message: QueuedMessage, now: number): boolean {
  return message.expiresAt !== null && message.expiresAt <= now
}

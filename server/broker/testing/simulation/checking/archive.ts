import type { MemoryLog } from '../../../memory-log.ts'
import type { QueuedMessage } from '../../../model.ts'
import type { Needs, SubscriptionRecord } from '../../../ports.ts'
import { indexAbove } from '../../../structures/window.ts'
import type { Objector } from './objector.ts'
import type { Past } from './past.ts'
import { isExpired, isFor } from './past.ts'

/** What is known of the log and its subscriptions over all processes: what was written, stored, settled and sent. */
export class Archive {
  readonly memory: MemoryLog
  readonly #objector: Objector
  readonly #pasts = new Map<number, Past>()
  /** Every message that was ever written, by queue and seq. */
  readonly #written = new Map<number, Map<number, QueuedMessage>>()
  /** Up to here somebody asked that a queue is emptied: also for what subscribes meanwhile. */
  readonly #emptied = new Map<string, number>()
  /** Up to here retention may remove the messages of a queue, now or a little later. */
  readonly #letGo = new Map<number, number>()

  /** A commit was refused for good at least once: what came after it may have overtaken it. */
  refusedOnce = false

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
    const asked = ['', record.name].map((name) => this.#emptied.get(`${record.queueId}/${name}`) ?? 0)
    const skippable = Math.max(...asked)
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
      exact: skippable === 0 && owedFrom <= record.startSeq && this.#countsExactly(record),
      upto: record.startSeq - 1,
      open: new Map(),
      records: 0,
      skippable,
      loose: false,
      sentSince: null,
      owedAgain: new Set(),
      goneTo: 0,
      provenTo: 0,
      letters: new Set(),
      listed: new Map(),
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

  stored(queueId: number, seq: number): QueuedMessage | undefined {
    const messages = this.memory.queues.get(queueId)?.messages ?? []
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
  written(queueId: number, seq: number): QueuedMessage | undefined {
    return this.#written.get(queueId)?.get(seq)
  }

  /** Queues, of those that ever had this name, in which a message of this seq and id was written; the newest first. */
  queuesOf(queue: string, seq: number, id: string): number[] {
    const all = [...this.#written].filter(([, messages]) => {
      const message = messages.get(seq)
      return message?.queue === queue && message.id === id
    })
    return all.map(([queueId]) => queueId).reverse()
  }

  /** Somebody asks to move it, back or forth. Until that is over what it gets may be from before or after. */
  mayMove(id: number): Past | undefined {
    const past = this.past(id)
    if (past === undefined) return undefined
    past.loose = true
    past.exact = false
    past.sentSince = new Set()
    past.goneTo = 0
    past.owedAgain.clear()
    return past
  }

  /** It was moved: everything from there on is sent, again where it was sent before. */
  moved(past: Past, startSeq: number, now: number): void {
    for (const message of this.owed(past.queueId, past, startSeq - 1, Number.POSITIVE_INFINITY)) {
      const comes = past.sentSince?.has(message.seq) !== true && !isExpired(message, now)
      // What somebody asks to end meanwhile may end after all.
      if (comes && message.expiresAt === null && message.seq > past.skippable) past.owedAgain.add(message.seq)
    }
    past.sentSince = null
  }

  /** Somebody asked that everything up to a point ends, of one subscription or of all that a queue has now. */
  mayEnd(queueId: number, name: string | null, point: number): Past[] {
    const key = `${queueId}/${name ?? ''}`
    this.#emptied.set(key, Math.max(point, this.#emptied.get(key) ?? 0))
    const meant = [...this.#pasts.values()].filter(
      (past) => past.queueId === queueId && (name ?? past.name) === past.name,
    )
    for (const past of meant) {
      past.skippable = Math.max(past.skippable, point)
      past.exact = false
      for (const seq of past.owedAgain) if (seq <= point) past.owedAgain.delete(seq)
    }
    return meant
  }

  /** The log lets go what is below these floors and a day old. Subscriptions that they do not know of are owed less. */
  letGo({ floors, keepFrom, lettersFrom }: Needs, known: ReadonlySet<number>): void {
    for (const past of this.#pasts.values())
      for (const [seq, { deadAt }] of past.listed) if (deadAt < lettersFrom) past.listed.delete(seq)
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
    if (past === undefined || past.loose) return
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
    // Nor what was to end unsettled: a crash may have undone that.
    if (!isFor(past, message, past.must) || message.seq <= past.skippable) return
    const lane = `${scope}|${message.key}`
    const before = past.highestFirst.get(lane) ?? 0
    if (message.seq < before)
      this.#objector.object(`${past.name} got ${message.seq} for the first time after ${before}`)
    past.highestFirst.set(lane, message.seq)
  }
}

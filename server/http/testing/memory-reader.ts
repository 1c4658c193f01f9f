import { isMeant, order, positionOf } from '../../broker/memory-log/letters.ts'
import type { MemoryLog } from '../../broker/memory-log.ts'
import type { DeadLetter, LetterFilter, Position, Scheduled } from '../../broker/model.ts'
import { holdsTerms } from '../../store/queries/payload-terms.ts'
import type {
  ActivityFilter,
  ActivityPage,
  ActivityPosition,
  DeadLetterPosition,
  DeadLetterReason,
  DeadLetterReasons,
  DeadLettersPage,
  LetterSeqs,
  MessageFilter,
  MessagesPage,
  MessagesRequest,
  NewerOfKeys,
  NewestOfKeys,
  ScheduledFilter,
  ScheduledPage,
  ScheduledPosition,
  StorageFigures,
  StoredMessage,
  StoredRate,
  StoreReader,
} from '../../store/queries/types.ts'

const before = (a: Position, b: Position): number => a.seq - b.seq || a.ord - b.ord

/** Reads the log in memory as the real reader reads Postgres; it looks at every row, which that one must not. */
export class MemoryReader implements StoreReader {
  /** What was asked, the newest last: tests see by it that a search was narrowed. */
  readonly asked: MessagesRequest[] = []
  /** Thrown by every read, while it is set. */
  fault: Error | null = null
  readonly #log: MemoryLog

  constructor(log: MemoryLog) {
    this.#log = log
  }

  async listMessages(request: MessagesRequest): Promise<MessagesPage> {
    if (this.fault !== null) throw this.fault
    this.asked.push(request)
    const sign = request.order === 'asc' ? 1 : -1
    const rows = this.#rows(request.queueId)
      .sort((a, b) => sign * before(a.position, b.position))
      .filter(({ position }) => request.after === null || sign * before(position, request.after) > 0)
    const looked = rows.slice(0, request.window)
    const hits = looked.filter((row) => passes(row, request.filter))
    const items = hits.slice(0, request.limit)
    const last = hits.length > items.length ? items.at(-1) : looked.at(-1)
    const over = hits.length === items.length && looked.length === rows.length
    const reached = last === undefined ? null : { position: last.position, publishedAt: last.message.publishedAt }
    const scanned = last === undefined ? 0 : looked.indexOf(last) + 1
    return { items, next: over ? null : (last?.position ?? null), scanned, reached }
  }

  async messageBySeq(queueId: number, _queue: string, seq: number): Promise<StoredMessage | null> {
    if (this.fault !== null) throw this.fault
    return this.#rows(queueId).find(({ message }) => message.seq === seq) ?? null
  }

  async messagesById(queueId: number, _queue: string, id: string, limit: number): Promise<readonly StoredMessage[]> {
    const rows = this.#rows(queueId).filter(({ message }) => message.id === id)
    return rows.sort((a, b) => before(b.position, a.position)).slice(0, limit)
  }

  async deadLettersOf(queueId: number, seqs: readonly number[]): Promise<readonly DeadLetter[]> {
    return this.#log.deadLetters.all
      .filter((stored) => stored.queueId === queueId && seqs.includes(stored.letter.seq))
      .map(({ letter }) => letter)
  }

  async deadLetterSeqs({ queueId, subscriptionId, order, from, to, limit }: LetterSeqs): Promise<readonly number[]> {
    const letters = this.#log.deadLetters.all.filter(
      (stored) => stored.queueId === queueId && (subscriptionId ?? stored.subscriptionId) === stored.subscriptionId,
    )
    const seqs = [...new Set(letters.map(({ letter }) => letter.seq))].filter((seq) => from <= seq && seq <= to)
    return seqs.sort((a, b) => (order === 'asc' ? a - b : b - a)).slice(0, limit)
  }

  async listDeadLetters(
    filter: LetterFilter,
    limit: number,
    after: DeadLetterPosition | null,
  ): Promise<DeadLettersPage> {
    const rows = this.#log.deadLetters.all
      .filter((stored) => isMeant(stored, filter) && (after === null || order(after, positionOf(stored)) > 0))
      .sort((a, b) => order(positionOf(b), positionOf(a)))
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    return { items: page.map(({ letter }) => letter), next: last === undefined ? null : positionOf(last) }
  }

  async deadLetterReasons(filter: LetterFilter, recentFrom: number): Promise<DeadLetterReasons> {
    const reasons = new Map<string, DeadLetterReason>()
    for (const { letter } of this.#log.deadLetters.all.filter((stored) => isMeant(stored, filter))) {
      const { queue, subscription, reason, deadAt } = letter
      const key = JSON.stringify([queue, subscription, reason])
      const { count, first, last, recent } = reasons.get(key) ?? { count: 0, first: deadAt, last: deadAt, recent: 0 }
      const span = { first: Math.min(first, deadAt), last: Math.max(last, deadAt) }
      reasons.set(key, {
        ...{ queue, subscription, reason, count: count + 1, ...span },
        recent: recent + Number(deadAt >= recentFrom),
      })
    }
    const groups = [...reasons.values()].sort((a, b) => b.count - a.count || b.last - a.last)
    return { groups, total: groups.reduce((sum, one) => sum + one.count, 0) }
  }

  async newerOfKeys({ queueId, subscription, events, keys, above, limit }: NewerOfKeys): Promise<NewestOfKeys> {
    const all = this.#log.queues.get(queueId)?.messages.filter(({ seq }) => seq > above) ?? []
    const seqs = new Map<string, number>()
    for (const { key, event, only, seq } of all.slice(-limit)) {
      const wanted = (events?.includes(event) ?? true) && (only === null || only === subscription)
      if (wanted && key !== null && keys.includes(key)) seqs.set(key, seq)
    }
    return { seqs, complete: all.length < limit }
  }

  async listScheduled(
    queueId: number,
    _queue: string,
    { id, key, event, text, payload }: ScheduledFilter,
    limit: number,
    after: ScheduledPosition | null,
  ): Promise<ScheduledPage> {
    const rows = this.#log.schedule
      .list(queueId)
      .map(({ scheduled }, place) => ({ scheduled, at: { dueAt: scheduled.dueAt, place } }))
      .filter(
        ({ scheduled: { message }, at }) =>
          (after === null || (at.dueAt - after.dueAt || at.place - after.place) > 0) &&
          (id === undefined || message.id === id) &&
          (key === undefined || message.key === key) &&
          (event === undefined || message.event === event) &&
          (text === undefined || message.payload.toLowerCase().includes(text.toLowerCase())) &&
          (payload === undefined || holdsTerms(message.payload, payload)),
      )
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    return { items: page.map(({ scheduled }) => scheduled), next: last?.at ?? null }
  }

  async scheduledById(queueId: number, _queue: string, id: string): Promise<Scheduled | null> {
    return this.#log.schedule.find(queueId, id)
  }

  async listActivity(filter: ActivityFilter, limit: number, after: ActivityPosition | null): Promise<ActivityPage> {
    const { queue, subscription, kinds, since = 0, until = Number.MAX_SAFE_INTEGER, by, who, text = '' } = filter
    const rows = this.#log.activities
      .filter(
        (activity) =>
          (queue === undefined || activity.queue === queue) &&
          (subscription === undefined || activity.subscription === subscription) &&
          (kinds === undefined || kinds.includes(activity.kind)) &&
          (by === undefined || by.includes(activity.by.kind)) &&
          (who === undefined || [activity.by.name, activity.by.address].some((one) => holds(one ?? '', who))) &&
          holds(activity.text, text) &&
          activity.at >= since &&
          activity.at <= until &&
          (after === null || newer(after, activity) < 0),
      )
      .sort(newer)
    const items = rows.slice(0, limit)
    const last = rows.length > limit ? items.at(-1) : undefined
    return { items, next: last === undefined ? null : { at: last.at, id: last.id } }
  }

  async countActivity(): Promise<number> {
    return this.#log.activities.length
  }

  async listRates(queueId: number, from: number): Promise<readonly StoredRate[]> {
    const rows = [...this.#log.minutes.values()].filter((row) => row.queueId === queueId).sort((a, b) => a.at - b.at)
    const before = rows.findLast(({ at }) => at < from)?.at ?? from
    return rows.filter(({ at }) => at >= before).map((row) => ({ ...row, minutes: 1 }))
  }

  storageFigures(): Promise<StorageFigures> {
    return Promise.reject(new Error('a log in memory has no figures'))
  }

  #rows(queueId: number): StoredMessage[] {
    const stored = this.#log.queues.get(queueId)
    const queued = stored?.messages.map((message) => ({ message, position: { seq: message.seq, ord: 0 } })) ?? []
    return [...queued, ...(stored?.realtime ?? [])]
  }
}

const holds = (whole: string, part: string): boolean => whole.toLowerCase().includes(part.toLowerCase())

const newer = (a: ActivityPosition, b: ActivityPosition): number =>
  b.at - a.at || Number(a.id < b.id) - Number(a.id > b.id)

function passes({ message, position }: StoredMessage, filter: MessageFilter): boolean {
  const { delivery, events, seqs, seqRanges, fromSeq = 0, toSeq = Number.MAX_SAFE_INTEGER } = filter
  const { since = 0, until = Number.MAX_SAFE_INTEGER, id, key, text, payload } = filter
  const seq = message.seq
  return (
    (filter.expires === undefined || message.expiresAt !== null) &&
    (delivery === undefined || (delivery === 'realtime') === (seq === null)) &&
    (events === undefined || events.includes(message.event)) &&
    (seqs === undefined || (seq !== null && seqs.includes(seq))) &&
    (seqRanges === undefined || (seq !== null && seqRanges.some(([from, to]) => from <= seq && seq <= to))) &&
    position.seq >= fromSeq &&
    position.seq <= toSeq &&
    message.publishedAt >= since &&
    message.publishedAt <= until &&
    (id === undefined || message.id === id) &&
    (key === undefined || message.key === key) &&
    (text === undefined || message.payload.toLowerCase().includes(text.toLowerCase())) &&
    (payload === undefined || holdsTerms(message.payload, payload))
  )
}

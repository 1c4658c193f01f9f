import type { MemoryLog } from '../../broker/memory-log.ts'
import type { DeadLetter, Position } from '../../broker/model.ts'
import type {
  DeadLetterFilter,
  DeadLetterPosition,
  DeadLettersPage,
  MessageFilter,
  MessagesPage,
  MessagesRequest,
  StorageFigures,
  StoredMessage,
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
      .filter((row) => passes(row, request.filter))
      .sort((a, b) => sign * before(a.position, b.position))
      .filter(({ position }) => request.after === null || sign * before(position, request.after) > 0)
    const items = rows.slice(0, request.limit)
    return { items, next: rows.length > items.length ? (items.at(-1)?.position ?? null) : null }
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
    return this.#letters({ queueId }).filter(({ seq }) => seqs.includes(seq))
  }

  async listDeadLetters(
    filter: DeadLetterFilter,
    limit: number,
    after: DeadLetterPosition | null,
  ): Promise<DeadLettersPage> {
    const rows = this.#letters(filter)
      .map((letter) => ({ letter, at: this.#positionOf(letter) }))
      .sort((a, b) => newer(a.at, b.at))
      .filter(({ at }) => after === null || newer(at, after) > 0)
    const page = rows.slice(0, limit)
    return { items: page.map(({ letter }) => letter), next: rows.length > limit ? (page.at(-1)?.at ?? null) : null }
  }

  storageFigures(): Promise<StorageFigures> {
    return Promise.reject(new Error('a log in memory has no figures'))
  }

  #rows(queueId: number): StoredMessage[] {
    const stored = this.#log.queues.get(queueId)
    const queued = stored?.messages.map((message) => ({ message, position: { seq: message.seq, ord: 0 } })) ?? []
    return [...queued, ...(stored?.realtime ?? [])]
  }

  #letters(filter: DeadLetterFilter): DeadLetter[] {
    const { queueId, subscriptionId, event, reason, since = 0, until = Number.MAX_SAFE_INTEGER } = filter
    const queue = queueId === undefined ? undefined : this.#log.queues.get(queueId)?.record.name
    return this.#log.letters.filter(
      (letter) =>
        (queueId === undefined || letter.queue === queue) &&
        (subscriptionId === undefined || this.#positionOf(letter).subscriptionId === subscriptionId) &&
        (event ?? letter.message.event) === letter.message.event &&
        (reason ?? letter.reason) === letter.reason &&
        letter.deadAt >= since &&
        letter.deadAt <= until,
    )
  }

  #positionOf({ deadAt, subscription, seq, queue }: DeadLetter): DeadLetterPosition {
    const queueId = [...this.#log.queues.values()].find(({ record }) => record.name === queue)?.record.id
    const owner = [...this.#log.subscriptions.values()].find(
      (one) => one.name === subscription && one.queueId === queueId,
    )
    return { deadAt, subscriptionId: owner?.id ?? 0, seq }
  }
}

const newer = (a: DeadLetterPosition, b: DeadLetterPosition): number =>
  b.deadAt - a.deadAt || b.subscriptionId - a.subscriptionId || b.seq - a.seq

function passes({ message, position }: StoredMessage, filter: MessageFilter): boolean {
  const { delivery, events, seqs, seqRanges, fromSeq = 0, toSeq = Number.MAX_SAFE_INTEGER } = filter
  const { since = 0, until = Number.MAX_SAFE_INTEGER, id, key, text } = filter
  const seq = message.seq
  return (
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
    (text === undefined || message.payload.toLowerCase().includes(text.toLowerCase()))
  )
}

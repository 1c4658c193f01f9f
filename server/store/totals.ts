import type { LogRow, TotalRow } from './commit/rows.ts'

/** Saved once for so many messages for each row that saving writes: two rows in a hundred at most. */
const messagesPerRow = 50

/** Queued messages of one event ever published to a queue, and their `bytes`. */
export interface Line {
  total: number
  bytes: number
}

/** By event; copies for one subscription alone under `@` and its name. */
export type Lines = ReadonlyMap<string, Line>

/** What a message counts under. */
export function lineOf({ only, event }: { readonly only: string | null; readonly event: string }): string {
  return only === null ? event : `@${only}`
}

/**
 * Queued messages ever published, by queue and event. Kept in memory, saved now and then with a commit; what came after
 * the last saving is counted from the log's tail when the next owner starts.
 */
export class Totals {
  private readonly lines = new Map<number, Map<string, Line>>()
  private readonly bytes = new Map<number, number>()
  private readonly lastSeqs = new Map<number, number>()
  private readonly unsaved = new Map<number, Set<string>>()
  private unsavedMessages = 0
  private unsavedRows = 0

  /** `unsaved`: lines that have grown since they were saved, by how many messages. */
  load(queueId: number, lastSeq: number, lines: Lines, unsaved: ReadonlyMap<string, number>): void {
    this.lines.set(queueId, new Map([...lines].map(([event, line]) => [event, { ...line }])))
    this.bytes.set(queueId, bytesOf(lines))
    this.lastSeqs.set(queueId, lastSeq)
    for (const [event, messages] of unsaved) this.mark(queueId, event, messages)
  }

  /** Of all queued messages ever published to a queue. */
  bytesOf(queueId: number): number {
    return this.bytes.get(queueId) ?? 0
  }

  /** Counts what a commit has made durable. Real-time messages have no seq and are not counted. */
  add(rows: readonly LogRow[]): void {
    for (const { queueId, seq, ord, message } of rows) {
      if (ord !== 0) continue
      const name = lineOf(message)
      const lines = entry(this.lines, queueId, () => new Map<string, Line>())
      const line = entry(lines, name, () => ({ total: 0, bytes: 0 }))
      line.total += 1
      line.bytes += message.bytes
      this.bytes.set(queueId, this.bytesOf(queueId) + message.bytes)
      this.lastSeqs.set(queueId, Math.max(this.lastSeqs.get(queueId) ?? 0, seq))
      this.mark(queueId, name, 1)
    }
  }

  /** What to save with the next commit: nothing until it is worth it. */
  due(): TotalRow[] {
    return this.unsavedMessages >= this.unsavedRows * messagesPerRow ? this.dirty() : []
  }

  /** All that is not saved. */
  dirty(): TotalRow[] {
    return [...this.unsaved].flatMap(([queueId, events]) =>
      [...events].map((event) => ({
        queueId,
        event,
        total: this.lines.get(queueId)?.get(event)?.total ?? 0,
        throughSeq: this.lastSeqs.get(queueId) ?? 0,
        bytes: this.lines.get(queueId)?.get(event)?.bytes ?? 0,
      })),
    )
  }

  /** Takes note of a saving; what was counted since it began stays unsaved. */
  saved(rows: readonly TotalRow[]): void {
    if (rows.length === 0) return
    for (const { queueId, event, total } of rows) {
      if (this.lines.get(queueId)?.get(event)?.total === total) this.unsaved.get(queueId)?.delete(event)
      if (this.unsaved.get(queueId)?.size === 0) this.unsaved.delete(queueId)
    }
    this.unsavedMessages = 0
    this.unsavedRows = [...this.unsaved.values()].reduce((sum, events) => sum + events.size, 0)
  }

  forget(queueId: number): void {
    this.lines.delete(queueId)
    this.bytes.delete(queueId)
    this.lastSeqs.delete(queueId)
    this.unsavedRows -= this.unsaved.get(queueId)?.size ?? 0
    this.unsaved.delete(queueId)
  }

  private mark(queueId: number, event: string, messages: number): void {
    this.unsavedMessages += messages
    const events = entry(this.unsaved, queueId, () => new Set<string>())
    if (!events.has(event)) this.unsavedRows += 1
    events.add(event)
  }
}

export function bytesOf(lines: Lines): number {
  return [...lines.values()].reduce((sum, { bytes }) => sum + bytes, 0)
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}

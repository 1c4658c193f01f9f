import type { Scheduled } from '../model.ts'
import type { Snapshot, StoredScheduled } from '../ports.ts'

const keyOf = (queueId: number, id: string): string => `${queueId}\n${id}`

/** The delayed messages of the log in memory: one for each queue and id, which keeps its place when it is replaced. */
export class MemorySchedule {
  readonly #entries = new Map<string, StoredScheduled>()

  put(queueId: number, scheduled: Scheduled): void {
    this.#entries.set(keyOf(queueId, scheduled.message.id), { queueId, scheduled })
  }

  delete(queueId: number, id: string): void {
    this.#entries.delete(keyOf(queueId, id))
  }

  deleteQueue(queueId: number): void {
    for (const [key, entry] of this.#entries) if (entry.queueId === queueId) this.#entries.delete(key)
  }

  find(queueId: number, id: string): Scheduled | null {
    return this.#entries.get(keyOf(queueId, id))?.scheduled ?? null
  }

  /** Of one queue or of all: by due time, then as they were put. */
  list(queueId?: number): StoredScheduled[] {
    return [...this.#entries.values()]
      .filter((entry) => entry.queueId === (queueId ?? entry.queueId))
      .sort((a, b) => a.scheduled.dueAt - b.scheduled.dueAt)
  }

  /** For the snapshot; `since`: of the ids that dedupe still needs. */
  summary(since: number): Pick<Snapshot, 'scheduled' | 'recentScheduled'> {
    const all = this.list()
    const counts = new Map<number, number>()
    for (const { queueId } of all) counts.set(queueId, (counts.get(queueId) ?? 0) + 1)
    const recent = all.map(({ queueId, scheduled: { message, dueAt } }) => ({
      queueId,
      id: message.id,
      dueAt,
      at: message.publishedAt,
    }))
    return {
      scheduled: { counts, nextDueAt: all[0]?.scheduled.dueAt ?? null },
      recentScheduled: recent.filter(({ at }) => at > since).sort((a, b) => a.at - b.at),
    }
  }
}

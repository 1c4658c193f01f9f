import type { LetterFilter } from '../model.ts'
import type { Change, LetterPlace, LetterPosition, StoredLetter } from '../ports.ts'

/** The dead letters of the log in memory, one for each subscription and seq. */
export class MemoryLetters {
  /** As they were put, the oldest first. */
  readonly all: StoredLetter[] = []
  /** Put although they stood there: the core must not do that. */
  repeated = 0

  put({ queueId, subscriptionId, letter }: Extract<Change, { kind: 'putDeadLetter' }>): void {
    if (this.#indexOf(subscriptionId, letter.seq) >= 0) this.repeated++
    else this.all.push({ queueId, subscriptionId, letter })
  }

  delete(subscriptionId: number, seq: number): void {
    const at = this.#indexOf(subscriptionId, seq)
    if (at >= 0) this.all.splice(at, 1)
  }

  find(filter: LetterFilter, after: LetterPosition | null, limit: number): StoredLetter[] {
    return this.all
      .filter((stored) => isMeant(stored, filter) && (after === null || order(positionOf(stored), after) > 0))
      .sort((a, b) => order(positionOf(a), positionOf(b)))
      .slice(0, limit)
  }

  count(filter: LetterFilter): number {
    return this.all.filter((stored) => isMeant(stored, filter)).length
  }

  /** See `Log.lettersFrom`. */
  from(places: readonly LetterPlace[], limit: number): LetterPlace[] {
    const seqs = new Map(places.map(({ subscriptionId, seq }) => [subscriptionId, seq]))
    return this.all
      .map(({ subscriptionId, letter }) => ({ subscriptionId, seq: letter.seq }))
      .filter(({ subscriptionId, seq }) => seq >= (seqs.get(subscriptionId) ?? Number.POSITIVE_INFINITY))
      .slice(0, limit)
  }

  /** Removes those that died before `from`; answers how many, by subscription id. */
  forget(from: number): Map<number, number> {
    const forgotten = this.all.filter(({ letter }) => letter.deadAt < from)
    const kept = this.all.filter(({ letter }) => letter.deadAt >= from)
    this.all.splice(0, this.all.length, ...kept)
    return countBySubscription(forgotten)
  }

  counts(): Map<number, number> {
    return countBySubscription(this.all)
  }

  #indexOf(subscriptionId: number, seq: number): number {
    return this.all.findIndex((other) => other.subscriptionId === subscriptionId && other.letter.seq === seq)
  }
}

export function positionOf({ subscriptionId, letter }: StoredLetter): LetterPosition {
  return { deadAt: letter.deadAt, subscriptionId, seq: letter.seq }
}

function countBySubscription(letters: readonly StoredLetter[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { subscriptionId } of letters) counts.set(subscriptionId, (counts.get(subscriptionId) ?? 0) + 1)
  return counts
}

/** Oldest first. */
export function order(a: LetterPosition, b: LetterPosition): number {
  return a.deadAt - b.deadAt || a.subscriptionId - b.subscriptionId || a.seq - b.seq
}

export function isMeant({ letter }: StoredLetter, filter: LetterFilter): boolean {
  const { queue = letter.queue, subscription = letter.subscription, event = letter.message.event } = filter
  const { reason = letter.reason, since = letter.deadAt, until = letter.deadAt } = filter
  const named = queue === letter.queue && subscription === letter.subscription && event === letter.message.event
  const listed =
    filter.items?.some(
      (item) => item.queue === letter.queue && item.subscription === letter.subscription && item.seq === letter.seq,
    ) ?? true
  const { key = letter.message.key, reasonText = '', text = '' } = filter
  const found = holds(letter.reason, reasonText) && holds(letter.message.payload, text)
  return (
    named &&
    listed &&
    found &&
    key === letter.message.key &&
    reason === letter.reason &&
    since <= letter.deadAt &&
    letter.deadAt <= until
  )
}

function holds(whole: string, part: string): boolean {
  return whole.toLowerCase().includes(part.toLowerCase())
}

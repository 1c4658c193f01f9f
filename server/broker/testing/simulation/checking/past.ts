import type { DeadLetter, QueuedMessage } from '../../../model.ts'
import type { Packed } from '../../../subscription/pack.ts'

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
  /** Up to here somebody asked that deliveries end unsettled; and up to here that is done and on disk. */
  skippable: number
  goneTo: number
  /** It was moved by hand, back or forth, at some moment: from then on its steps cannot be told from outside. */
  loose: boolean
  /** What it got since it was asked to move, while that is under way; and what it still has to get since it was moved. */
  sentSince: Set<number> | null
  readonly owedAgain: Set<number>
  readonly letters: Set<number>
  /** Those that are in the list of dead letters now. */
  readonly listed: Map<number, DeadLetter>
  /** Settlements that were answered as on disk. */
  readonly forGood: Set<number>
  readonly delivered: Set<number>
  /** Highest first dispatch, by who counts together: a key, and a consumer where they get batches. */
  readonly highestFirst: Map<string, number>
}

/** Whether these events want a message; a copy is for the one that it was made for, whatever its event. */
export function isFor(past: Past, message: QueuedMessage, events: ReadonlySet<string> | null): boolean {
  if (message.only !== null) return message.only === past.name
  return (past.loose || message.seq >= past.startSeq) && (events === null || events.has(message.event))
}

export function isExpired(message: QueuedMessage, now: number): boolean {
  return message.expiresAt !== null && message.expiresAt <= now
}

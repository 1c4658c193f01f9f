import type { Journal } from './journal.ts'

/** A queued message as the log has it. */
export interface Stored {
  readonly seq: number
  readonly id: string
  readonly event: string
  readonly key: string | null
}

/** A dead letter as the database has it. */
export interface Letter {
  readonly subscription: string
  readonly seq: number
  readonly reason: string
}

/** What the clients of one queue know, and what the database holds once everything has come to rest. */
export interface Evidence {
  readonly journal: Journal
  readonly stored: readonly Stored[]
  readonly letters: readonly Letter[]
}

/** A promise that was broken. */
export interface Breach {
  readonly rule: 'lost' | 'seq' | 'log' | 'order' | 'early' | 'key' | 'exclusive' | 'settled' | 'held' | 'letter'
  /** What happened, in one sentence. */
  readonly text: string
  /** Whose history tells more; `null`: not of one subscription. */
  readonly subscription: number | null
  readonly seq: number
}

/** What the rules look up again and again. */
export interface Facts extends Evidence {
  readonly bySeq: ReadonlyMap<number, Stored>
  /** For each subscription, which seqs died. */
  readonly dead: readonly ReadonlySet<number>[]
}

export function factsOf(evidence: Evidence): Facts {
  const { journal, stored, letters } = evidence
  return {
    ...evidence,
    bySeq: new Map(stored.map((message) => [message.seq, message])),
    dead: journal.subscriptions.map(
      ({ name }) => new Set(letters.filter((letter) => letter.subscription === name).map(({ seq }) => seq)),
    ),
  }
}

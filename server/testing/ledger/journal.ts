import { Column } from './columns.ts'

/** What a client did or was told, in the words of the journal. */
export const NOTES = [
  /** A publisher was answered ok. */
  'confirmed',
  /** A publisher of a delayed message was told when it is due. */
  'scheduled',
  /** A consumer got a message. */
  'received',
  /** It acknowledged it: sent, not known to have arrived. */
  'acked',
  /** It refused it: to be retried. */
  'nacked',
  /** It refused it with `dead`. */
  'condemned',
  /** A `settle` that acknowledged it was answered ok. */
  'settled',
  /** A `settle` that condemned it was answered ok. */
  'buried',
  /** A consumer's connection is no more. */
  'left',
] as const
export type NoteKind = (typeof NOTES)[number]

/** One line of the journal. What does not belong to its kind is 0 or ''. */
export interface Note {
  readonly kind: NoteKind
  /** ms since the journal began. */
  readonly at: number
  /** Index of the subscription; of a `confirmed` or a `left` it means nothing. */
  readonly subscription: number
  readonly connection: number
  readonly seq: number
  readonly id: string
  readonly attempt: number
  /** Counts the processes that let clients in: what one holds in memory, the next does not know. */
  readonly era: number
  /** When a `scheduled` one is due, on the same clock as `at`. */
  readonly due: number
}

/** A durable subscription that is watched, and what was promised to it. */
export interface Watched {
  readonly name: string
  /** `null`: all. */
  readonly events: readonly string[] | null
  /**
   * `single`: one active consumer at a time, so first dispatches come by seq. `competing`: only messages of one key come
   * in order. With `ordered` all messages count as one key; with `exclusive` one connection gets all while it is there.
   */
  readonly consumers: 'single' | 'competing'
  readonly ordered?: boolean
  readonly exclusive?: boolean
  readonly deadlineMs: number
  /** So many refusals kill a message; left out where deadlines pass as well, which nobody outside can count. */
  readonly refusalsToDie?: number
}

type Given = Partial<Omit<Note, 'kind' | 'at'>> & Pick<Note, 'kind'>

/** What the clients of one queue saw and did, in the order in which it happened to them. */
export class Journal {
  readonly subscriptions: Watched[] = []
  /** Who is behind the number of a connection. */
  readonly connections: string[] = []
  readonly #now: () => number
  readonly #kinds = new Column()
  readonly #at = new Column('real')
  readonly #subscriptions = new Column()
  readonly #connections = new Column()
  readonly #seqs = new Column()
  readonly #ids = new Column()
  readonly #attempts = new Column()
  readonly #eras = new Column()
  readonly #dues = new Column('real')
  readonly #texts: string[] = ['']
  readonly #textIndex = new Map<string, number>([['', 0]])

  /** Where `at` counts from, on the clock of the broker's times. */
  readonly startedAt: number

  /** @param now ms since 1970, never backwards */
  constructor(now: () => number = () => performance.timeOrigin + performance.now()) {
    this.startedAt = now()
    this.#now = () => now() - this.startedAt
  }

  get length(): number {
    return this.#kinds.length
  }

  /** Answers the number of the subscription in notes. */
  watch(subscription: Watched): number {
    return this.subscriptions.push(subscription) - 1
  }

  /** A new connection of the client that is called so. Answers its number in notes. */
  connect(client: string): number {
    return this.connections.push(client) - 1
  }

  note(note: Given): void {
    this.#kinds.push(NOTES.indexOf(note.kind))
    this.#at.push(this.#now())
    this.#subscriptions.push(note.subscription ?? 0)
    this.#connections.push(note.connection ?? 0)
    this.#seqs.push(note.seq ?? 0)
    this.#ids.push(this.#intern(note.id ?? ''))
    this.#attempts.push(note.attempt ?? 0)
    this.#eras.push(note.era ?? 0)
    this.#dues.push(note.due ?? 0)
  }

  *notes(): Generator<Note> {
    for (let index = 0; index < this.length; index += 1) yield this.#read(index)
  }

  /** Notes of one subscription, and every `left`. */
  *notesOf(subscription: number): Generator<Note> {
    for (const note of this.notes()) {
      if (note.kind === 'left' || (isOfAConsumer(note) && note.subscription === subscription)) yield note
    }
  }

  #read(index: number): Note {
    return {
      kind: NOTES[this.#kinds.at(index)] ?? 'left',
      at: this.#at.at(index),
      subscription: this.#subscriptions.at(index),
      connection: this.#connections.at(index),
      seq: this.#seqs.at(index),
      id: this.#texts[this.#ids.at(index)] ?? '',
      attempt: this.#attempts.at(index),
      era: this.#eras.at(index),
      due: this.#dues.at(index),
    }
  }

  #intern(text: string): number {
    const known = this.#textIndex.get(text)
    if (known !== undefined) return known
    const index = this.#texts.push(text) - 1
    this.#textIndex.set(text, index)
    return index
  }
}

/** Others are of a publisher. */
export function isOfAConsumer({ kind }: Note): boolean {
  return kind !== 'confirmed' && kind !== 'scheduled'
}

import type { QueuedMessage } from '../../../model.ts'
import type { Change, Commit } from '../../../ports.ts'
import type { Archive } from './archive.ts'
import type { Objector } from './objector.ts'

/** Copies for one subscription alone: one for each letter that was redriven, one for each time that somebody asked. */
export class Copies {
  readonly #archive: Archive
  readonly #objector: Objector
  /** By subscription and id: copies that somebody asked for, and which are not in the log yet. */
  readonly #asked = new Map<string, number>()
  #deletes = false

  constructor(archive: Archive, objector: Objector) {
    this.#archive = archive
    this.#objector = objector
  }

  /** Somebody asks for one more copy. */
  asked(queue: string, subscription: string, id: string): void {
    const key = keyOf(queue, subscription, id)
    this.#asked.set(key, (this.#asked.get(key) ?? 0) + 1)
  }

  /** Somebody asks to delete letters: from now on one may go without a copy. */
  deletes(): void {
    this.#deletes = true
  }

  /** Before the commit's own letters are entered: those that leave the list stood in it. */
  wrote(commit: Commit): void {
    const redriven = new Map<string, number>()
    for (const change of commit.changes) {
      if (change.kind !== 'deleteDeadLetter') continue
      // One that dies again after it was moved back has a new letter for the old one.
      if (commit.changes.some((other) => replaces(other, change))) continue
      const letter = this.#archive.past(change.subscriptionId)?.listed.get(change.seq)
      if (letter === undefined) {
        this.#objector.object(`the letter ${change.seq} of subscription ${change.subscriptionId} left the list twice`)
        continue
      }
      this.#archive.past(change.subscriptionId)?.listed.delete(change.seq)
      const key = keyOf(letter.queue, letter.subscription, letter.message.id)
      redriven.set(key, (redriven.get(key) ?? 0) + 1)
    }
    for (const { message } of commit.messages) if (message.only !== null) this.#copy(message, redriven)
    for (const [key, left] of redriven)
      if (left > 0 && !this.#deletes) this.#objector.object(`a letter of ${key} left the list without a copy`)
  }

  #copy(message: QueuedMessage, redriven: Map<string, number>): void {
    const key = keyOf(message.queue, message.only ?? '', message.id)
    const source = (redriven.get(key) ?? 0) > 0 ? redriven : this.#asked
    const left = source.get(key) ?? 0
    if (left <= 0) this.#objector.object(`${key} was copied as ${message.seq}, which nobody asked for`)
    source.set(key, left - 1)
  }
}

type Gone = Extract<Change, { kind: 'deleteDeadLetter' }>

function replaces(other: Change, { subscriptionId, seq }: Gone): boolean {
  return other.kind === 'putDeadLetter' && other.subscriptionId === subscriptionId && other.letter.seq === seq
}

function keyOf(queue: string, subscription: string, id: string): string {
  return `${queue}/${subscription}/${id}`
}

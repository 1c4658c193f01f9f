import type { Change, Commit, SubscriptionStateRecord } from '../../../ports.ts'
import type { Packed } from '../../../subscription/pack.ts'
import { unpack } from '../../../subscription/pack.ts'
import type { Archive } from './archive.ts'
import type { Book, Outcome } from './book.ts'
import { Copies } from './copies.ts'
import { Delays } from './delays.ts'
import type { Objector } from './objector.ts'
import type { Past } from './past.ts'
import { isExpired, isFor } from './past.ts'

/** The book of a stored subscription. */
type BookOf = (id: number) => Book | undefined

type PutLetter = Extract<Change, { kind: 'putDeadLetter' }>

/** Reads every commit as a crash right after it would find it, and objects when that would lose or double something. */
export class Commits {
  readonly #archive: Archive
  readonly #objector: Objector
  readonly delays: Delays
  readonly copies: Copies
  readonly #lastSeq = new Map<number, number>()

  constructor(archive: Archive, objector: Objector) {
    this.#archive = archive
    this.#objector = objector
    this.delays = new Delays(archive, objector)
    this.copies = new Copies(archive, objector)
  }

  /** A commit of the process that keeps these books was written just now. */
  wrote(commit: Commit, books: BookOf, now: number): void {
    for (const { queueId, message } of commit.messages) {
      this.#checkSeq(queueId, message.seq)
      this.#archive.write(queueId, message)
    }
    this.delays.wrote(commit, now)
    this.copies.wrote(commit)
    for (const change of commit.changes) {
      const book = change.kind === 'deleteDeadLetter' ? books(change.subscriptionId) : undefined
      if (book !== undefined) book.unheard++
    }
    for (const change of commit.changes)
      if (change.kind === 'putDeadLetter') this.#checkLetter(change, commit, books, now)
    for (const state of commit.states) this.#checkState(state, books(state.subscriptionId), now)
  }

  #checkSeq(queueId: number, seq: number): void {
    const before = this.#lastSeq.get(queueId) ?? 0
    if (seq <= before) this.#objector.object(`seq ${seq} of queue ${queueId} was used after ${before}`)
    this.#lastSeq.set(queueId, Math.max(before, seq))
  }

  /** One letter per delivery, with its attempts, in the commit that closes it. */
  #checkLetter({ subscriptionId, letter }: PutLetter, commit: Commit, books: BookOf, now: number): void {
    const past = this.#archive.past(subscriptionId)
    const book = books(subscriptionId)
    if (past === undefined || book === undefined) return
    const what = `the letter of ${letter.seq} of ${past.name}`
    if (past.letters.has(letter.seq) && !past.loose) this.#objector.object(`${what} was written twice`)
    past.letters.add(letter.seq)
    past.listed.set(letter.seq, letter)
    if (past.loose) return
    const state = commit.states.find((one) => one.subscriptionId === subscriptionId)
    const closed =
      state !== undefined && state.upto >= letter.seq && !unpack(state.open).some((o) => o.seq === letter.seq)
    // What a deleted subscription leaves is written with its end.
    if (!closed && !book.deleted) this.#objector.object(`${what} was written while its delivery stayed open`)
    const told = letter.attempts.map(({ outcome }) => outcome).join()
    const possible = endings(book, letter.seq, now).map((outcomes) => outcomes.slice(-25).join())
    if (!possible.includes(told)) this.#objector.object(`${what} tells of ${told} instead of ${possible.join(' or ')}`)
  }

  /** A crash at this moment loses nothing: what the state calls settled is, and what it calls open keeps its failures. */
  #checkState(state: SubscriptionStateRecord, book: Book | undefined, now: number): void {
    const past = this.#archive.past(state.subscriptionId)
    if (past === undefined || book === undefined || !this.#archive.memory.subscriptions.has(state.subscriptionId))
      return
    const open = new Map(unpack(state.open).map((one) => [one.seq, one]))
    if (past.loose) return void Object.assign(past, { upto: state.upto, open })
    for (const one of open.values()) this.#checkOpen(past, one)
    const last = this.#archive.memory.queues.get(book.queueId)?.lastSeq ?? 0
    if (state.upto > Math.max(last, past.startSeq - 1))
      this.#objector.object(`${past.name} was stored up to ${state.upto}, beyond the log's ${last}`)
    if (past.exact) this.#checkMatched(past, book.queueId, state)
    let proven = true
    for (const message of this.#archive.owed(book.queueId, past, past.provenTo, state.upto)) {
      const { seq } = message
      if (open.has(seq)) proven = false
      else if (seq > past.skippable && !book.isSettled(seq) && !past.letters.has(seq) && !isExpired(message, now))
        this.#objector.object(`the stored floor of ${past.name} passed ${seq}, which is not settled`)
      if (proven) past.provenTo = seq
    }
    past.upto = state.upto
    past.open = open
    past.records++
  }

  /** Its first state may be taken in proportion, where the log could not be read; what was exact stays exact. */
  #checkMatched(past: Past, queueId: number, { upto, matched }: SubscriptionStateRecord): void {
    let count = 0
    for (const message of this.#archive.everWritten(queueId))
      if (message.seq <= upto && isFor({ ...past, startSeq: 0 }, message, past.may)) count++
    if (count === matched) return
    if (past.records === 0) past.exact = false
    else this.#objector.object(`${past.name} was stored with ${matched} matched up to ${upto}; it is ${count}`)
  }

  #checkOpen(past: Past, one: Packed): void {
    const before = past.open.get(one.seq)
    if (past.forGood.has(one.seq))
      this.#objector.object(`${one.seq} of ${past.name} was stored as open after a confirmed settlement`)
    if (past.letters.has(one.seq))
      this.#objector.object(`${one.seq} of ${past.name} was stored as open after its letter`)
    if (before === undefined && one.seq <= past.upto)
      this.#objector.object(`${one.seq} of ${past.name} was stored as settled and then as open`)
    if (before !== undefined && one.failures < before.failures)
      this.#objector.object(
        `the failures of ${one.seq} of ${past.name} went from ${before.failures} to ${one.failures}`,
      )
    if (before !== undefined && one.attempts < before.attempts)
      this.#objector.object(
        `the attempts of ${one.seq} of ${past.name} went from ${before.attempts} to ${one.attempts}`,
      )
  }
}

/** How the attempts of a delivery that is dead ended. Where the clock or a person did it, the book may not know yet. */
function endings(book: Book, seq: number, now: number): (readonly Outcome[])[] {
  const item = book.items.get(seq)
  const known = book.histories.get(seq)
  if (item === undefined) return known === undefined ? [] : [known]
  const inFlight = item.state === 'inFlight'
  const byClock: Outcome[][] = inFlight && item.deadlineAt <= now ? [[...item.outcomes, 'deadline']] : []
  if (!book.givingUp.has(seq)) return byClock
  return [...byClock, inFlight ? [...item.outcomes, 'nacked'] : item.outcomes]
}

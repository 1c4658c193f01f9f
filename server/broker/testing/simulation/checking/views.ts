import type { SubscriptionView } from '../../../api.ts'
import { indexAbove } from '../../../structures/window.ts'
import type { Process, Shared } from '../running/process.ts'
import { SMALL } from '../running/process.ts'
import type { Book, Item } from './book.ts'
import type { Past } from './past.ts'
import { isExpired, isFor } from './past.ts'

interface Open {
  readonly inFlight: ReadonlySet<number>
  readonly retrying: ReadonlySet<number>
  readonly pending: ReadonlySet<number>
}

/** Holds what a process shows against its books. Where only the clock decides when, it takes over what has happened. */
export class Views {
  readonly #shared: Shared

  constructor(shared: Shared) {
    this.#shared = shared
  }

  /** `quiet`: nothing more is about to happen at this time, so nothing may be overdue. */
  check(process: Process, quiet: boolean): void {
    if (process.phase !== 'running' || process.life.frozen) return
    const committed = new Map(process.broker.queues().map(({ name, lastSeq }) => [name, lastSeq]))
    for (const view of process.broker.subscriptions()) {
      const book = process.book(view)
      const past = book === undefined ? undefined : this.#shared.archive.past(book.id)
      if (book === undefined || past === undefined || book.deleted || past.loose) continue
      this.#check(process, book, past, view, quiet)
      // What another owner trims still counts for one that does not know of it.
      const exact = past.exact && process.owns
      this.#checkCounts(book, past, view, exact ? (committed.get(view.queue) ?? 0) : null)
    }
  }

  /** Takes over what the clock did to one subscription, before something else is done to it. */
  catchUp(process: Process, book: Book): void {
    const shown = process.broker.subscriptions(book.queue).some(({ id }) => id === book.id)
    if (!shown) return
    const open = openOf(process, book)
    for (const item of [...book.items.values()]) this.#follow(book, item, open)
  }

  /** Takes over all that the clock did, so that what was held is not counted any more. */
  catchUpAll(process: Process): void {
    const { now } = this.#shared.scheduler
    for (const book of process.books.values()) {
      for (const item of book.items.values()) {
        const past = this.#shared.archive.past(book.id)
        const moved = past !== undefined && isTakeable(past, item.message.seq)
        if (book.deleted || !(moved || mayHaveChanged(book, item, now))) continue
        this.catchUp(process, book)
        break
      }
    }
  }

  #check(process: Process, book: Book, past: Past, view: SubscriptionView, quiet: boolean): void {
    const open = openOf(process, book)
    for (const item of [...book.items.values()]) {
      this.#follow(book, item, open)
      if (book.items.has(item.message.seq)) this.#compare(book, item, open, quiet)
    }
    for (const state of ['inFlight', 'retrying'] as const) {
      for (const seq of open[state])
        if (!book.items.has(seq) && !book.vanished.has(seq))
          this.#object(`${book.name} shows ${seq} as ${state}, which nobody holds`)
    }
    for (const seq of open.pending)
      if (book.isSettled(seq) && !book.vanished.has(seq))
        this.#object(`${book.name} shows ${seq} as pending, which is settled`)
    this.#checkFloor(book, past, view, open)
  }

  /** Deadlines pass, retries come due and messages expire by themselves. */
  #follow(book: Book, item: Item, open: Open): void {
    const { now } = this.#shared.scheduler
    const { seq } = item.message
    if (book.givingUp.has(seq) && !isOpen(open, seq)) return book.giveUp(item)
    if (item.state === 'inFlight' && item.deadlineAt <= now && !open.inFlight.has(seq))
      book.fail(item, 'deadline', {}, item.deadlineAt, SMALL)
    if (item.state === 'retrying' && item.retryFrom <= now && !open.retrying.has(seq)) item.state = 'ready'
    const gone = item.state === 'ready' && !isOpen(open, seq)
    const past = this.#shared.archive.past(book.id)
    if (past !== undefined && isTakeable(past, seq) && !isOpen(open, seq)) return book.skip(seq)
    if (gone && isExpired(item.message, now)) book.expire(seq)
  }

  #compare(book: Book, item: Item, open: Open, quiet: boolean): void {
    const { seq } = item.message
    const shown = open.inFlight.has(seq)
      ? 'inFlight'
      : open.retrying.has(seq)
        ? 'retrying'
        : open.pending.has(seq)
          ? 'ready'
          : 'settled'
    if (shown !== item.state)
      this.#object(`${book.name} shows ${seq} as ${shown}, which is ${item.state} by attempt ${item.attempts}`)
    if (quiet && item.state === 'inFlight' && item.deadlineAt <= this.#shared.scheduler.now)
      this.#object(`the deadline of ${seq} of ${book.name} passed without a word`)
  }

  /** A floor is below everything that is open, and everything that is scanned and not open is settled. */
  #checkFloor(book: Book, past: Past, { floor, upto }: SubscriptionView, open: Open): void {
    const first = Math.min(...open.inFlight, ...open.retrying, ...open.pending, upto + 1)
    if (floor !== first - 1) this.#object(`the floor of ${book.name} is ${floor}, its first open one ${first}`)
    let proven = true
    for (const message of this.#shared.archive.owed(book.queueId, past, book.provenTo, upto)) {
      const { seq } = message
      if (isOpen(open, seq)) proven = false
      else if (!book.isSettled(seq)) {
        if (isExpired(message, this.#shared.scheduler.now)) book.expire(seq)
        else if (seq <= past.skippable) book.skip(seq)
        else this.#object(`${book.name} passed ${seq}, which is not settled`)
      }
      if (proven) book.provenTo = seq
    }
  }

  #checkCounts(book: Book, past: Past, view: SubscriptionView, committed: number | null): void {
    const count = { ready: 0, inFlight: 0, retrying: 0 }
    for (const item of book.items.values()) count[item.state]++
    if (book.vanished.size > 0) return
    const dead = committed === null ? view.dead : this.#lettersOf(book, past, view.dead)
    const shown = [view.inFlight, view.retrying, view.dead]
    const expected = [count.inFlight, count.retrying, dead]
    if (committed !== null) {
      shown.push(view.pending)
      expected.push(this.#unsettled(book, past, committed) - count.inFlight - count.retrying)
    }
    if (shown.join() !== expected.join())
      this.#object(`${book.name} counts ${shown.join()} in flight, retrying, dead, pending; it is ${expected.join()}`)
  }

  /** Letters that its process counts: those in the log, those on their way there, and those that left it unheard. */
  #lettersOf(book: Book, past: Past, shown: number): number {
    let most = past.listed.size + book.unheard
    let doubtful = book.unheard
    for (const [seq, how] of book.done) {
      if (how !== 'dead' || past.letters.has(seq)) continue
      most++
      // It may have been skipped at the moment at which it would have died.
      if (seq <= past.skippable) doubtful++
    }
    return shown <= most && shown >= most - doubtful ? shown : most
  }

  /** Messages of the subscription that were committed, as far as its process knows, and are not settled. */
  #unsettled(book: Book, past: Past, committed: number): number {
    const stored = this.#shared.archive.memory.queues.get(book.queueId)
    let count = 0
    if (stored === undefined) return count
    for (let i = indexAbove(stored.messages, 0, book.provenTo); i < stored.messages.length; i++) {
      const message = stored.messages[i]
      if (message === undefined || message.seq > committed) break
      if (isFor(past, message, past.may) && !book.isSettled(message.seq)) count++
    }
    return count
  }

  #object(what: string): void {
    this.#shared.objector.object(what)
  }
}

/** Somebody asked that it ends, or retention took it, which was asked before the subscription began. */
function isTakeable({ skippable, owedFrom }: Past, seq: number): boolean {
  return seq <= skippable || seq < owedFrom
}

/** The clock alone may have taken it further. */
function mayHaveChanged(book: Book, { state, deadlineAt, retryFrom, message }: Item, now: number): boolean {
  if (book.givingUp.has(message.seq)) return true
  if (state === 'ready') return isExpired(message, now)
  return (state === 'inFlight' ? deadlineAt : retryFrom) <= now
}

function isOpen({ inFlight, retrying, pending }: Open, seq: number): boolean {
  return inFlight.has(seq) || retrying.has(seq) || pending.has(seq)
}

function openOf({ broker }: Process, { queue, name }: Book): Open {
  return {
    inFlight: new Set(broker.openSeqs(queue, name, 'inFlight')),
    retrying: new Set(broker.openSeqs(queue, name, 'retrying')),
    pending: new Set(broker.openSeqs(queue, name, 'pending')),
  }
}

import type { Delivered } from '../../recorder.ts'
import { mayBatch } from '../acting/kinds.ts'
import type { Client } from '../running/client.ts'
import type { Process, Shared } from '../running/process.ts'
import { SMALL } from '../running/process.ts'
import type { Book, Item } from './book.ts'
import type { Past } from './past.ts'
import { isExpired, isFor } from './past.ts'
import type { Views } from './views.ts'

/** Holds each dispatch against what is stored, and against the books of the process that sent it. */
export class Judge {
  readonly #shared: Shared

  readonly #views: Views

  constructor(shared: Shared, views: Views) {
    this.#shared = shared
    this.#views = views
  }

  /** Judges one queued delivery and enters it into the books. */
  delivered(process: Process, client: Client, { message, subscription, attempt }: Delivered): void {
    const { archive, scheduler } = this.#shared
    const book = process.bookOf(message.queue, subscription)
    const past = book === undefined ? undefined : archive.past(book.id)
    const what = `${subscription} of ${message.queue} got ${message.seq}`
    if (book === undefined || past === undefined) return this.#object(`${what}, but is not stored`)
    const stored = archive.written(book.queueId, message.seq)
    if (stored === undefined) return this.#object(`${what} before it was committed`)
    if (stored.id !== message.id) this.#object(`${what} with another id than the log's`)
    if (!isFor(past, message, past.may)) this.#object(`${what}, which is not its own`)
    if (isExpired(message, scheduler.now)) this.#object(`${what} after it had expired`)
    if (process.paused.has(message.queue)) this.#object(`${what} while its queue was paused`)
    past.sentSince?.add(message.seq)
    past.owedAgain.delete(message.seq)
    if (message.seq <= past.goneTo) this.#object(`${what} after it was purged`)
    if (!process.owns) this.#object(`${what} from a process whose log another one owns`)
    if (past.loose) return void past.delivered.add(message.seq)
    this.#views.catchUpAll(process)
    if (book.isSettled(message.seq)) this.#object(`${what}, which is settled`)
    const item = book.item(message)
    this.#catchUp(book, item)
    this.#checkTry(what, item, attempt)
    this.#checkConsumer(what, process, book, client, item)
    this.#checkKey(what, book, past, item)
    this.#checkStored(what, past, item)
    archive.dispatched(past, message, mayBatch(subscription) ? client.id : '')
    book.sent(item, client, scheduler.now)
  }

  /** Its deadline passed, and it failed, while time went on. */
  #catchUp(book: Book, item: Item): void {
    if (item.state === 'inFlight' && item.deadlineAt <= this.#shared.scheduler.now)
      book.fail(item, 'deadline', {}, item.deadlineAt, SMALL)
  }

  #checkTry(what: string, item: Item, attempt: number): void {
    if (item.state === 'inFlight') this.#object(`${what} while ${item.holder?.id} holds it`)
    if (item.state === 'retrying' && this.#shared.scheduler.now < item.retryFrom)
      this.#object(`${what} ${item.retryFrom - this.#shared.scheduler.now} ms before its retry is due`)
    if (attempt !== item.attempts + 1) this.#object(`${what} in attempt ${attempt} after ${item.attempts}`)
  }

  #checkConsumer(what: string, process: Process, book: Book, client: Client, item: Item): void {
    const consumer = book.consumer(client)
    if (consumer === undefined) return this.#object(`${what} at ${client.id}, which does not consume it`)
    if (consumer.draining) this.#object(`${what} at ${client.id}, which is draining`)
    if (book.exclusive && book.consumers[0] !== consumer) this.#object(`${what} at ${client.id}, which stands by`)
    const held = book.held(client)
    if (held.length >= consumer.credit) this.#object(`${what} beyond the credit of ${consumer.credit}`)
    const alone = held.length > 0 && (isSuspect(item) || held.some(isSuspect))
    if (alone) this.#object(`${what} together with a suspect of poison`)
    const bytes = unackedBytes(process, client)
    if (bytes > 0 && bytes + item.message.bytes > SMALL.linkUnackedBytes)
      this.#object(`${what} although its link has ${bytes} bytes unacknowledged`)
  }

  /** Nobody else may have the same key in flight or between two tries, nor may an earlier one wait. */
  #checkKey(what: string, book: Book, past: Past, item: Item): void {
    const { key, seq } = item.message
    if (key === null && !book.ordered) return
    for (const other of book.items.values()) {
      if (other === item || (!book.ordered && other.message.key !== key)) continue
      if (other.state !== 'ready') this.#object(`${what} while ${other.message.seq} of the same key is ${other.state}`)
    }
    const { archive, scheduler } = this.#shared
    for (const other of archive.owed(book.queueId, past, Math.min(book.provenTo, seq), seq - 1)) {
      if ((!book.ordered && other.key !== key) || book.isSettled(other.seq) || isExpired(other, scheduler.now)) continue
      if (other.seq <= past.skippable) continue
      this.#object(`${what} before ${other.seq} of the same key is settled`)
    }
  }

  /** What a crash before this dispatch would have left is enough to go on from. */
  #checkStored(what: string, past: Past, item: Item): void {
    const { seq } = item.message
    if (past.forGood.has(seq)) this.#object(`${what} after a confirmed settlement`)
    if (past.letters.has(seq)) this.#object(`${what} after it was given up`)
    const failures = past.open.get(seq)?.failures ?? 0
    if (failures < item.failures)
      this.#object(`${what} with ${item.failures} failures, of which ${failures} are on disk`)
  }

  #object(what: string): void {
    this.#shared.objector.object(what)
  }
}

function isSuspect(item: Item): boolean {
  return item.losses >= SMALL.lossesUntilAlone
}

/** Over all that the link holds, whatever the queue. */
export function unackedBytes(process: Process, client: Client): number {
  let bytes = 0
  for (const book of process.books.values()) {
    for (const item of book.items.values()) if (item.holder === client) bytes += item.message.bytes
  }
  return bytes
}

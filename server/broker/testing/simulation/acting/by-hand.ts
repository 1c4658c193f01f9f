import { BrokerError } from '../../../errors.ts'
import type { Copies } from '../checking/copies.ts'
import type { Delays } from '../checking/delays.ts'
import type { Views } from '../checking/views.ts'
import type { Process, Shared } from '../running/process.ts'
import type { Act } from '../steps.ts'
import { expectRefusal } from './acts.ts'
import { KINDS, QUEUES } from './kinds.ts'

type Of<Do extends Act['do']> = Extract<Act, { do: Do }>

/** What a person does in the dashboard: to one delivery, to dead letters, to what is delayed. */
export class ByHand {
  readonly #shared: Shared
  readonly #views: Views
  readonly #copies: Copies
  readonly #delays: Delays

  constructor(shared: Shared, views: Views, copies: Copies, delays: Delays) {
    this.#shared = shared
    this.#views = views
    this.#copies = copies
    this.#delays = delays
  }

  /** Sends one message again to one subscription alone. */
  redeliver(process: Process, { queue: q, kind, which }: Of<'redeliver'>): void {
    const { archive } = this.#shared
    const queue = QUEUES[q] ?? ''
    const name = KINDS[kind]?.name ?? ''
    const messages = archive.queue(queue)?.messages ?? []
    const message = messages[messages.length - 1 - which]
    if (message === undefined || process.bookOf(queue, name) === undefined) return
    this.#copies.asked(queue, name, message.id)
    process.broker.actOnDelivery(queue, name, message.seq, { action: 'redeliver' }).then(({ seq }) => {
      const copy = archive.written(archive.queuesOf(queue, seq, message.id)[0] ?? 0, seq)
      if (copy?.id !== message.id || copy.only !== name)
        this.#object(`${message.seq} was sent again to ${name} as ${seq}, which is ${copy?.id} for ${copy?.only}`)
    }, expectRefusal)
  }

  /** Its next try is due now, or it has none any more. */
  act(process: Process, { queue: q, kind, which, action }: Of<'act'>): void {
    const queue = QUEUES[q] ?? ''
    const name = KINDS[kind]?.name ?? ''
    const book = process.bookOf(queue, name)
    const shown = process.broker.subscriptions().some(({ id }) => id === book?.id)
    if (book === undefined || !shown) return
    this.#views.catchUp(process, book)
    const items = [...book.items.values()].filter(({ message }) => message.expiresAt === null)
    const item = items[which % Math.max(1, items.length)]
    if (item === undefined) return
    const { seq } = item.message
    const { status } = process.broker
    if (status === 'running' || status === 'storage') {
      if (action === 'retry' && item.state === 'retrying') item.retryFrom = this.#shared.scheduler.now
      if (action === 'dead') {
        book.givingUp.add(seq)
        this.#shared.archive.past(book.id)?.owedAgain.delete(seq)
      }
    }
    process.broker.actOnDelivery(queue, name, seq, { action }).catch((error: unknown) => {
      if (action === 'dead') book.givingUp.delete(seq)
      expectRefusal(error)
    })
  }

  /** Everything up to a point ends, of the queue or of one subscription. */
  purge(process: Process, { queue: q, kind, back }: Of<'purge'>): void {
    const { archive } = this.#shared
    const queue = QUEUES[q] ?? ''
    const shown = process.broker.queues().find(({ name }) => name === queue)
    const subscription = kind === null ? null : (KINDS[kind]?.name ?? '')
    if (shown === undefined) return
    const upToSeq = Math.max(0, shown.lastSeq - back)
    const done = archive.mayEnd(shown.id, subscription, upToSeq)
    process.broker.purge(queue, { ...(subscription !== null && { subscription }), upToSeq }).then(() => {
      for (const past of done) if (!past.loose || past.sentSince === null) past.goneTo = Math.max(past.goneTo, upToSeq)
    }, expectRefusal)
  }

  /** Moves one subscription, forward or back. */
  seek(process: Process, { queue: q, kind, back }: Of<'seek'>): void {
    const { archive, scheduler } = this.#shared
    const queue = QUEUES[q] ?? ''
    const name = KINDS[kind]?.name ?? ''
    const book = process.bookOf(queue, name)
    const shown = process.broker.queues().find((one) => one.name === queue)
    const past = book === undefined ? undefined : archive.mayMove(book.id)
    if (book === undefined || past === undefined || shown === undefined) return
    const since = past.sentSince
    book.items.clear()
    process.broker.seek(queue, name, { seq: Math.max(1, shown.lastSeq + 1 - back) }).then(({ startSeq }) => {
      // Asked to move again meanwhile: what that one does counts.
      if (past.sentSince === since && !book.deleted) archive.moved(past, startSeq, scheduler.now)
    }, expectRefusal)
  }

  /** Deleted, a queue is gone at once, with all that is on it; its name may be made again. */
  remake(process: Process, { do: how, queue: q }: Extract<Act, { do: 'deleteQueue' | 'createQueue' }>): void {
    const queue = QUEUES[q] ?? ''
    const { status } = process.broker
    if (how === 'createQueue') return void process.broker.createQueue(queue).catch(expectRefusal)
    if (status === 'running' || status === 'storage') {
      const shown = process.broker.queues().find(({ name }) => name === queue)
      if (shown !== undefined) process.deletedQueues.add(shown.id)
      for (const book of process.books.values()) if (book.queue === queue) book.end()
      process.presence.forget(queue)
      process.paused.delete(queue)
    }
    process.broker.deleteQueue(queue).catch(expectRefusal)
  }

  redrive(process: Process, { queue: q, first, paced }: Of<'redrive'>): void {
    const options = { ...(first && { tryFirst: 1 }), ...(paced && { perSecond: 2 }) }
    process.broker.redrive({ queue: QUEUES[q] }, options).catch(expectRefusal)
  }

  deleteLetters(process: Process, { queue: q }: Of<'deleteLetters'>): void {
    this.#copies.deletes()
    process.broker.deleteLetters({ queue: QUEUES[q] }).catch(expectRefusal)
  }

  cancelJob(process: Process): void {
    const job = process.broker.jobs().find(({ state }) => state === 'running')
    if (job !== undefined) process.broker.cancelJob(job.id).catch(expectRefusal)
  }

  /** `true` is a promise that it never comes. */
  cancel(process: Process, { queue: q, which }: Of<'cancel'>): void {
    const queue = QUEUES[q] ?? ''
    const id = `id-${which}`
    this.#delays.asked(queue, id)
    process.broker.cancelScheduled(queue, id).then(
      (cancelled) => {
        if (cancelled) this.#delays.cancelled(queue, id)
      },
      (error: unknown) => {
        if (!(error instanceof BrokerError)) throw error
      },
    )
  }

  #object(what: string): void {
    this.#shared.objector.object(what)
  }
}

import type { SubscribeInput } from '../../../api.ts'
import { BrokerError } from '../../../errors.ts'
import type { Delivered } from '../../recorder.ts'
import type { Book, Item } from '../checking/book.ts'
import type { Views } from '../checking/views.ts'
import type { Client } from '../running/client.ts'
import type { Process, Shared } from '../running/process.ts'
import { SMALL } from '../running/process.ts'
import type { Act, Change } from '../steps.ts'
import { EVENTS, KINDS, LABELS, mayBatch, QUEUES } from './kinds.ts'

type Of<Do extends Act['do']> = Extract<Act, { do: Do }>

/** What clients and people do, each told to the process and entered into its books. */
export class Acts {
  readonly #shared: Shared
  readonly #views: Views

  constructor(shared: Shared, views: Views) {
    this.#shared = shared
    this.#views = views
  }

  subscribe(process: Process, { queue: q, kind: k, credit, batch, client: c }: Of<'subscribe'>): void {
    const kind = KINDS[k] ?? { name: 'all' }
    const client = choose(process, c) ?? process.connect(LABELS[k] ?? null)
    this.consume(process, client, { queue: QUEUES[q] ?? '', ...kind, credit, batch: batch && mayBatch(kind.name) })
  }

  /** Lets the client consume; the books know of it as soon as the broker does. */
  consume(process: Process, client: Client, input: SubscribeInput): void {
    // A changed subscription is resumed as it is, not asked to be as it was.
    const known = process.broker.subscriptions().some((s) => s.queue === input.queue && s.name === input.name)
    const { queue, name, credit, batch, from } = input
    const asked = known ? { queue, name, credit, batch, from } : input
    process.broker.subscribe(client.link, client.outlet(queue), asked).then(() => {
      const book = process.bookOf(queue, name)
      if (book === undefined) return this.#object(`${name} was subscribed to and is not stored`)
      this.#attached(process, book, client, credit)
    }, expectRefusal)
  }

  /** It consumes from now on, and does not leave any more, where it was about to. */
  #attached(process: Process, book: Book, client: Client, credit: number | undefined): void {
    this.#views.catchUp(process, book)
    const consumer = book.consumer(client)
    if (consumer === undefined) book.consumers.push({ client, credit: credit ?? SMALL.creditDefault, draining: false })
    else Object.assign(consumer, { credit: credit ?? consumer.credit, draining: false })
  }

  /** Changes what the subscription `changing` wants, or how: from here on, whether or not it is stored before a crash. */
  change(process: Process, { client: c, queue: q, what }: Of<'change'>): void {
    const queue = QUEUES[q] ?? ''
    const client = choose(process, c)
    const book = process.bookOf(queue, 'changing')
    const past = book === undefined ? undefined : this.#shared.archive.past(book.id)
    if (client === undefined || book === undefined || past === undefined || book.consumer(client) === undefined) return
    this.#views.catchUp(process, book)
    const view = process.broker.subscription(queue, 'changing')
    const input = { queue, name: 'changing', update: true, ...changed(what, view) }
    const answer = process.broker.subscribe(client.link, client.outlet(queue), input)
    answer.then(() => this.#attached(process, book, client, undefined), expectRefusal)
    const now = process.broker.subscriptions(queue).find(({ id }) => id === book.id)
    if (now === undefined) return
    const events = now.events.includes('*') ? null : new Set(now.events)
    past.exact = false
    past.may = past.may === null || events === null ? null : new Set([...past.may, ...events])
    past.must = past.must === null ? events : new Set([...past.must].filter((event) => events?.has(event) ?? true))
    book.exclusive = now.exclusive
    book.ackDeadlineMs = now.ackDeadlineMs
  }

  /** A forged one comes from another connection, a guessed one names another attempt: neither may change anything. */
  ack(process: Process, { client: c, delivery, how }: Of<'ack'>): void {
    const chosen = this.#chosen(process, c, delivery)
    if (chosen === null) return
    const { book, seq } = chosen
    const client =
      how === 'forged' ? (process.clients.find((one) => one !== chosen.client) ?? chosen.client) : chosen.client
    const attempt = how === 'guessed' ? chosen.attempt + (delivery % 2 === 0 ? 1 : -1) : chosen.attempt
    const item = book.heldBy(client, seq, attempt)
    if (item !== null) book.ack(item)
    process.broker.ack(client.link, book.queue, book.name, seq, attempt)
  }

  ackAll(process: Process, { client: c }: Of<'ackAll'>): void {
    const client = choose(process, c)
    if (client === undefined) return
    for (const book of process.books.values()) {
      if (book.deleted || book.consumer(client) === undefined) continue
      this.#views.catchUp(process, book)
      for (const item of book.held(client)) {
        const { attempts, message } = item
        book.ack(item)
        process.broker.ack(client.link, book.queue, book.name, message.seq, attempts)
      }
    }
  }

  /** Acknowledges what was delivered just now. */
  ackOne(process: Process, client: Client, { message, subscription, attempt }: Delivered): void {
    const book = process.bookOf(message.queue, subscription)
    if (book === undefined) return
    this.#views.catchUp(process, book)
    const item = book.heldBy(client, message.seq, attempt)
    if (item !== null) book.ack(item)
    process.broker.ack(client.link, message.queue, subscription, message.seq, attempt)
  }

  /** From the call on nothing is dispatched, or it is again. */
  pause(process: Process, queue: string, paused: boolean): void {
    process.broker.pauseQueue(queue, paused).catch(expectRefusal)
    const shown = process.broker.queues().find(({ name }) => name === queue)
    if (shown?.paused === true) process.paused.add(queue)
    else process.paused.delete(queue)
  }

  nack(process: Process, { client: c, delivery, delayMs, dead }: Of<'nack'>): void {
    const chosen = this.#chosen(process, c, delivery)
    if (chosen === null) return
    const { book, client, seq, attempt } = chosen
    const nack = { delayMs: delayMs ?? undefined, dead, reason: 'no' }
    const item = book.heldBy(client, seq, attempt)
    if (item !== null) book.fail(item, 'nacked', nack, this.#shared.scheduler.now, SMALL)
    process.broker.nack(client.link, book.queue, book.name, seq, attempt, nack)
  }

  /** A list of settlements, answered when it is on disk. */
  settle(process: Process, { client: c, delivery, count, how }: Of<'settle'>): void {
    const chosen = this.#chosen(process, c, delivery)
    if (chosen === null || chosen.book.consumer(chosen.client) === undefined) return
    const { book, client, seq } = chosen
    const { now } = this.#shared.scheduler
    const touched = book.held(client).filter(({ message }) => message.seq >= seq && message.seq <= seq + count)
    const seqs = touched.map(({ message }) => message.seq)
    const range = Array.from({ length: count + 1 }, (_, i) => seq + i)
    const input = {
      name: book.name,
      acked: how === 'ack' ? ([[seq, seq + count]] as const) : [],
      nacked: how === 'nack' ? range.map((one) => ({ seq: one, delayMs: 100 })) : [],
      extend: how === 'extend' ? range : [],
    }
    for (const item of touched) {
      if (how === 'ack') book.ack(item)
      else if (how === 'nack') book.fail(item, 'nacked', { delayMs: 100 }, now, SMALL)
      else item.deadlineAt = now + item.deadlineMs
    }
    process.broker.settle(client.link, book.queue, input).then(({ settled, ignored }) => {
      const expected = how === 'extend' ? 0 : seqs.length
      const ignoredHeld = seqs.some((one) => ignored.some(([from, to]) => one >= from && one <= to))
      const loose = this.#shared.archive.past(book.id)?.loose === true
      if (!loose && (settled !== expected || ignoredHeld))
        this.#object(`${settled} of ${book.name} were settled, not ${expected}`)
      if (how === 'ack' && !book.deleted) this.#shared.archive.settledForGood(book.id, seqs)
    }, expectRefusal)
  }

  /** Ends a subscription: what it held and where it stood is gone, in this process at once. */
  forever(process: Process, book: Book, client: Client): void {
    process.broker.unsubscribe(client.link, book.queue, book.name, 'forever').catch(expectRefusal)
    book.end()
  }

  /** Mostly one that the client holds; else one so far back in what it got, whatever became of it. */
  #chosen(process: Process, c: number, which: number): Chosen | null {
    const client = choose(process, c)
    if (client === undefined) return null
    const back = client.deliveries.at(-1 - which)
    const held = which < HELD_BELOW ? heldBy(process, client) : []
    const one = held[which % Math.max(1, held.length)]
    const book = one?.book ?? (back === undefined ? undefined : process.bookOf(back.message.queue, back.subscription))
    if (book === undefined) return null
    this.#views.catchUp(process, book)
    if (one !== undefined) return { client, book, seq: one.item.message.seq, attempt: one.item.attempts }
    return back === undefined ? null : { client, book, seq: back.message.seq, attempt: back.attempt }
  }

  #object(what: string): void {
    this.#shared.objector.object(what)
  }
}

interface Chosen {
  readonly client: Client
  readonly book: Book
  readonly seq: number
  readonly attempt: number
}

/** Of eight choices so many are for what is held. */
const HELD_BELOW = 5

function heldBy(process: Process, client: Client): { readonly book: Book; readonly item: Item }[] {
  const books = [...process.books.values()].filter((book) => !book.deleted)
  return books.flatMap((book) => book.held(client).map((item) => ({ book, item })))
}

export function choose(process: Process, client: number | null): Client | undefined {
  if (client === null || process.clients.length === 0) return undefined
  return process.clients[client % process.clients.length]
}

/** A refusal is an answer; anything else that is thrown is a fault of the core. */
export function expectRefusal(error: unknown): void {
  if (!(error instanceof BrokerError)) throw error
}

function changed(
  what: Change,
  now: { readonly events: readonly string[]; readonly exclusive: boolean; readonly ackDeadlineMs: number },
): Partial<SubscribeInput> {
  switch (what) {
    case 'events':
      return { events: now.events.length === 1 && now.events[0] === 'created' ? EVENTS : ['created'] }
    case 'exclusive':
      return { exclusive: !now.exclusive }
    case 'deadline':
      return { ackDeadlineMs: now.ackDeadlineMs === 30_000 ? 5_000 : 30_000 }
  }
}

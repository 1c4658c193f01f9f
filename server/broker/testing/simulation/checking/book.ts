import type { Nack } from '../../../api.ts'
import type { Limits } from '../../../limits.ts'
import type { Attempt, QueuedMessage } from '../../../model.ts'
import type { Client } from '../running/client.ts'

export type Outcome = Exclude<Attempt['outcome'], 'inFlight'>

/** One delivery that is not settled, as far as its consumers and the clock can know. */
export interface Item {
  readonly message: QueuedMessage
  attempts: number
  failures: number
  losses: number
  state: 'ready' | 'inFlight' | 'retrying'
  holder: Client | null
  deadlineAt: number
  /** As long as its deadline was when it was sent: extending starts that again. */
  deadlineMs: number
  /** Not before it may it be sent again. */
  retryFrom: number
  /** How its attempts ended, in this process. */
  readonly outcomes: Outcome[]
}

export type Settled = 'acked' | 'dead' | 'expired' | 'moved'

export interface Consumer {
  readonly client: Client
  credit: number
  draining: boolean
}

/**
 * One subscription as one process may see it: what was stored when it started, and what its consumers and the clock did
 * since. It is worked out from outside; the core's own state is only ever compared with it.
 */
export class Book {
  readonly id: number
  readonly queueId: number
  readonly queue: string
  readonly name: string
  /** Everything at or below it that has no item was settled, or passed over, before this process. */
  upto: number
  readonly items = new Map<number, Item>()
  readonly done = new Map<number, Settled>()
  /** Of those that died here: how their attempts ended. */
  readonly histories = new Map<number, readonly Outcome[]>()
  /** Stored as open, but settled and trimmed before that was stored: found to be gone when their turn comes. */
  readonly vanished = new Set<number>()
  /** A person asked to give these up; it happens once their message is in memory. */
  readonly givingUp = new Set<number>()
  /** In the order in which they came. */
  readonly consumers: Consumer[] = []
  exclusive: boolean
  readonly ordered: boolean
  ackDeadlineMs: number
  /** Letters in the log when this process began. */
  deadAtStart: number
  deleted = false
  /** Letters that left the list; whether this process has heard of each is not known. */
  unheard = 0
  /** Up to here everything is known to be settled. */
  provenTo = 0

  constructor(
    at: Pick<Book, 'id' | 'queueId' | 'queue' | 'name' | 'upto' | 'exclusive' | 'ordered' | 'ackDeadlineMs'>,
  ) {
    this.id = at.id
    this.queueId = at.queueId
    this.queue = at.queue
    this.name = at.name
    this.upto = at.upto
    this.exclusive = at.exclusive
    this.ordered = at.ordered
    this.ackDeadlineMs = at.ackDeadlineMs
    this.deadAtStart = 0
  }

  isSettled(seq: number): boolean {
    return this.done.has(seq) || (seq <= this.upto && !this.items.has(seq))
  }

  item(message: QueuedMessage): Item {
    const known = this.items.get(message.seq)
    if (known !== undefined) return known
    const fresh: Item = {
      message,
      attempts: 0,
      failures: 0,
      losses: 0,
      state: 'ready',
      holder: null,
      deadlineAt: 0,
      deadlineMs: 0,
      retryFrom: 0,
      outcomes: [],
    }
    this.items.set(message.seq, fresh)
    return fresh
  }

  /** It is deleted, with all that it held. */
  end(): void {
    this.deleted = true
    this.items.clear()
  }

  consumer(client: Client): Consumer | undefined {
    return this.consumers.find((consumer) => consumer.client === client)
  }

  held(client: Client): Item[] {
    return [...this.items.values()].filter((item) => item.state === 'inFlight' && item.holder === client)
  }

  /** The delivery, if this client holds it in this attempt: only then may it settle it. */
  heldBy(client: Client, seq: number, attempt?: number): Item | null {
    const item = this.items.get(seq)
    if (item === undefined || item.state !== 'inFlight' || item.holder !== client) return null
    return attempt === undefined || item.attempts === attempt ? item : null
  }

  sent(item: Item, client: Client, now: number): void {
    item.attempts++
    item.state = 'inFlight'
    item.holder = client
    item.deadlineMs = this.ackDeadlineMs
    item.deadlineAt = now + item.deadlineMs
  }

  ack(item: Item): void {
    this.#end(item, 'acked')
    this.#settle(item, 'acked')
  }

  /** `at`: when it failed, or the earliest that it can have. */
  fail(item: Item, outcome: 'nacked' | 'deadline', nack: Nack, at: number, limits: Limits): void {
    item.failures++
    this.#end(item, outcome)
    if (nack.dead === true || item.failures >= limits.maxFailures) return this.#settle(item, 'dead')
    const doubled = Math.min(limits.backoffFirstMs * 2 ** (item.failures - 1), limits.backoffMaxMs)
    item.retryFrom = at + (nack.delayMs ?? Math.floor(doubled * (1 - limits.backoffJitter)))
    item.state = 'retrying'
  }

  giveBack(item: Item, lost: boolean, limits: Limits): void {
    this.#end(item, 'disconnected')
    if (lost) item.losses++
    item.state = 'ready'
    if (item.losses >= limits.lossesUntilAlone && item.attempts >= limits.deliveriesUntilPoison) {
      this.#settle(item, 'dead')
    }
  }

  /** By hand, whoever has it. */
  giveUp(item: Item): void {
    if (item.state === 'inFlight') this.#end(item, 'nacked')
    this.#settle(item, 'dead')
  }

  /** Somebody moved the subscription past it, or emptied it. */
  skip(seq: number): void {
    const item = this.items.get(seq)
    if (item !== undefined) this.#release(item)
    this.items.delete(seq)
    this.done.set(seq, 'moved')
  }

  expire(seq: number): void {
    this.items.delete(seq)
    this.done.set(seq, 'expired')
  }

  detach(client: Client, lost: boolean, limits: Limits): void {
    const at = this.consumers.findIndex((consumer) => consumer.client === client)
    if (at < 0) return
    this.consumers.splice(at, 1)
    for (const item of this.held(client)) this.giveBack(item, lost, limits)
  }

  #end(item: Item, outcome: Outcome): void {
    item.outcomes.push(outcome)
    this.#release(item)
  }

  /** Its consumer has it no more; one that drains and holds nothing leaves. */
  #release(item: Item): void {
    const { holder } = item
    item.holder = null
    const consumer = holder === null ? undefined : this.consumer(holder)
    if (consumer?.draining === true && holder !== null && !this.#holdsMore(holder)) {
      this.consumers.splice(this.consumers.indexOf(consumer), 1)
    }
  }

  #holdsMore(client: Client): boolean {
    for (const item of this.items.values()) if (item.holder === client) return true
    return false
  }

  #settle(item: Item, how: Settled): void {
    this.items.delete(item.message.seq)
    this.done.set(item.message.seq, how)
    if (how === 'dead') this.histories.set(item.message.seq, item.outcomes)
  }
}

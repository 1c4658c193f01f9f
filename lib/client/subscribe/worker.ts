import type { Handler, Message } from '../options.ts'
import { Delivery } from './delivery.ts'
import { Ledger } from './ledger.ts'
import type { Settler } from './settler.ts'

/**
 * Runs the handler for what one durable subscription gets: at most `concurrency` at once, started in the order in which
 * they came, and never twice for the same message because of a connection that broke.
 */
export class Worker<T> {
  readonly ledger = new Ledger<T>()
  readonly #handler: Handler<T>
  readonly #concurrency: number
  readonly #settler: Settler<T>
  #waiting: Delivery<T>[] = []
  #head = 0
  #running = 0
  #stopped = false
  #whenIdle: (() => void)[] = []

  constructor(handler: Handler<T>, concurrency: number, settler: Settler<T>) {
    this.#handler = handler
    this.#concurrency = concurrency
    this.#settler = settler
  }

  deliver(messages: readonly Message<T>[]): void {
    const now = performance.now()
    for (const message of messages) {
      if (message.seq !== null) this.#take(new Delivery(message, message.seq, now))
    }
    this.#pump()
  }

  /** The connection broke. Handlers that run finish; how they end is remembered, not sent. */
  lose(): void {
    this.#waiting = []
    this.#head = 0
    this.ledger.loseAll(performance.now())
  }

  /** Starts no more handlers. */
  stop(): void {
    this.#stopped = true
  }

  /** Resolves once no handler runs. */
  idle(): Promise<void> {
    return this.#running === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenIdle.push(resolve))
  }

  #take(delivery: Delivery<T>): void {
    const before = this.ledger.get(delivery.seq, delivery.since)
    if (before?.isFollowedBy(delivery) && before.state === 'running') {
      before.bequeath(delivery)
    } else if (before?.isFollowedBy(delivery) && before.state === 'handled') {
      before.lose()
      this.#acknowledge(delivery)
    } else {
      before?.lose()
      this.ledger.put(delivery)
      this.#waiting.push(delivery)
    }
  }

  #pump(): void {
    while (!this.#stopped && this.#running < this.#concurrency && this.#head < this.#waiting.length) {
      const delivery = this.#waiting[this.#head++]
      if (delivery !== undefined && !delivery.lost) this.#start(delivery)
    }
    if (this.#head < this.#waiting.length) return
    this.#waiting = []
    this.#head = 0
  }

  #start(delivery: Delivery<T>): void {
    const { message } = delivery
    if (message === null) return
    this.#running += 1
    delivery.state = 'running'
    delivery.startedAt = performance.now()
    delivery.message = null
    try {
      const result = this.#handler(message, delivery)
      if (isThenable(result)) this.#follow(delivery, result)
      else this.#handled(delivery)
    } catch (error) {
      this.#failed(delivery, error)
    }
  }

  #follow(delivery: Delivery<T>, result: PromiseLike<unknown>): void {
    result
      .then(
        () => this.#handled(delivery),
        (error: unknown) => this.#failed(delivery, error),
      )
      .then(() => this.#pump())
  }

  #handled(delivery: Delivery<T>): void {
    this.#ended()
    delivery.state = 'handled'
    if (delivery.heir !== null) this.#acknowledge(delivery.heir)
    else if (delivery.lost) delivery.since = performance.now()
    else this.#settler.ack(delivery)
  }

  #failed(delivery: Delivery<T>, error: unknown): void {
    this.#ended()
    delivery.state = 'failed'
    if (delivery.heir !== null) this.#next(delivery.heir)
    else if (delivery.lost) this.ledger.forget(delivery)
    else this.#settler.nack(delivery, error)
  }

  #acknowledge(delivery: Delivery<T>): void {
    this.ledger.put(delivery)
    delivery.state = 'handled'
    this.#settler.ack(delivery)
  }

  /** Puts it before all that waits: it came before them. */
  #next(delivery: Delivery<T>): void {
    this.ledger.put(delivery)
    this.#waiting = [delivery, ...this.#waiting.slice(this.#head)]
    this.#head = 0
  }

  #ended(): void {
    this.#running -= 1
    if (this.#running > 0) return
    for (const resolve of this.#whenIdle.splice(0)) resolve()
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

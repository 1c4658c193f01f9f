import { setTimeout as delay } from 'node:timers/promises'
import { check, historyOf } from '../server/testing/ledger/check.ts'
import { readQueue } from '../server/testing/ledger/read.ts'
import { type Cast, enter } from './cast.ts'
import type { Consumer } from './clients/consumer.ts'
import type { Book } from './world/book.ts'
import { brokerOf } from './world/broker.ts'
import { strike } from './world/faults.ts'
import type { World } from './world/world.ts'

const lookMs = 250
/** Without any progress for so long, what has not arrived will not arrive. */
const patienceMs = 90_000
const breachesShown = 10

/** One round: fresh queues, a storm, quiet, and the check of everything that happened. */
export class Round {
  readonly #world: World
  readonly #name: string
  readonly #cast: Cast
  readonly #signal: AbortSignal

  constructor(world: World, name: string, signal: AbortSignal) {
    this.#world = world
    this.#name = name
    this.#signal = signal
    this.#cast = enter(world, name)
  }

  /** Deliveries that were confirmed to publishers and have not arrived. */
  get open(): number {
    return this.#cast.books.reduce((sum, { open }) => sum + open, 0)
  }

  /** Lets the storm last so long, then waits until everything has arrived, and notes every promise that was broken. */
  async play(stormMs: number): Promise<void> {
    const until = performance.now() + stormMs
    await Promise.all([this.#storm(until), ...this.#cast.travellers.map((one) => this.#travel(one, until))])
    for (const publisher of this.#cast.publishers) publisher.quiet()
    const confirmed = await this.#settles('publishers wait for their confirms', async () =>
      this.#cast.publishers.reduce((sum, { unconfirmed }) => sum + unconfirmed, 0),
    )
    if (confirmed) await this.#settles('deliveries are unsettled', () => this.#unsettled())
    for (const book of this.#cast.books) await this.#check(book)
    await this.#leave()
    this.#world.figures.rounds += 1
  }

  async #storm(until: number): Promise<void> {
    const { options, random } = this.#world
    let next = performance.now()
    while (!this.#signal.aborted) {
      next = Math.max(next + options.killEverySeconds * random.between(500, 1_500), performance.now())
      await this.#pause(Math.min(next, until) - performance.now())
      // Now and then one that is just starting is hit as well.
      if (!this.#world.owner && !random.chance(0.25)) await this.#world.untilReady()
      if (performance.now() >= until) return
      await strike(this.#world, [...this.#cast.consumers, ...this.#cast.publishers])
    }
  }

  /** Goes away for a while, again and again, and is back in the end. */
  async #travel(traveller: Consumer, until: number): Promise<void> {
    while (performance.now() < until && !this.#signal.aborted) {
      await this.#pause(this.#world.random.between(2_000, 6_000))
      traveller.leave()
      await this.#pause(this.#world.random.between(1_000, 8_000))
      traveller.comeBack()
    }
  }

  #pause(ms: number): Promise<void> {
    return delay(ms, undefined, { signal: this.#signal }).catch(() => undefined)
  }

  /** Whether it comes down to none, for as long as it gets fewer. */
  async #settles(what: string, count: () => Promise<number>): Promise<boolean> {
    let fewest = Number.POSITIVE_INFINITY
    let since = performance.now()
    for (;;) {
      const left = await count()
      if (left === 0) return true
      if (left < fewest) since = performance.now()
      fewest = Math.min(fewest, left)
      if (performance.now() - since > patienceMs) {
        this.#world.figures.breach(`round ${this.#name}: ${left} ${what} for ${patienceMs / 1_000} s, undisturbed`)
        return false
      }
      await delay(lookMs)
    }
  }

  /** As the broker itself counts them; what has not even been handed over counts as well. */
  async #unsettled(): Promise<number> {
    const counts = await Promise.all(this.#cast.books.map(({ queue }) => brokerOf(this.#world).unsettled(queue)))
    return counts.reduce((sum, count) => sum + count, 0)
  }

  async #check({ queue, journal }: Book): Promise<void> {
    const { figures, database } = this.#world
    const evidence = { journal, ...(await readQueue(await database.url(), queue)) }
    const breaches = check(evidence)
    figures.checked += journal.length
    figures.deadLetters += evidence.letters.length
    breaches.forEach((breach, index) => {
      const history = index < breachesShown ? historyOf(journal, breach) : []
      figures.breach(`${queue}: ${breach.text}`, history)
    })
  }

  async #leave(): Promise<void> {
    for (const client of [...this.#cast.publishers, ...this.#cast.consumers]) client.close()
    for (const { queue, journal } of this.#cast.books) {
      for (const { name } of journal.subscriptions) await brokerOf(this.#world).remove(queue, name)
    }
  }
}
